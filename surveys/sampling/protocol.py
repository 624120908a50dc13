"""The protocol: the JSON file from which anybody can re-compute the draw."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from surveys.frames import Exclusions, canonical_json, sha256_of
from surveys.sampling.commitment import Commitment
from surveys.sampling.draw import Draw
from surveys.sampling.errors import UnreadableProtocol, WrongTime
from surveys.sampling.tickets import Ticket

REQUIRED = (
    "rule",
    "frame_sha256",
    "size",
    "seed",
    "seed_source",
    "drawn_at",
    "sample",
    "reserves",
)
DIGEST = "protocol_sha256"
# `excluded` and `commitment` are there only if the draw had them.
OPTIONAL = ("excluded", "commitment", DIGEST)


def to_protocol(drawn: Draw, drawn_at: str, commitment: Commitment | None = None) -> dict[str, Any]:
    """The protocol of a draw made at `drawn_at` (ISO 8601 with time zone)."""
    check_time(drawn_at, commitment)
    protocol: dict[str, Any] = {
        "rule": drawn.plan.rule,
        "frame_sha256": drawn.frame_sha256,
        "size": drawn.plan.size,
        "seed": drawn.seed.text,
        "seed_source": drawn.seed.source,
        "drawn_at": drawn_at,
        "sample": [_entry(each) for each in drawn.sample],
        "reserves": [_entry(each) for each in drawn.reserves],
    }
    if drawn.plan.excluded != Exclusions():
        protocol["excluded"] = _excluded(drawn.plan.excluded)
    if commitment:
        protocol["commitment"] = {**commitment.content, "sha256": commitment.sha256}
    return {**protocol, DIGEST: digest_of(protocol)}


def digest_of(protocol: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON of everything but the digest itself."""
    content = {name: value for name, value in protocol.items() if name != DIGEST}
    return sha256_of(canonical_json(content).encode())


def check_time(drawn_at: str, commitment: Commitment | None) -> None:
    """Refuse a time without zone, and a draw that precedes its commitment."""
    at = _time(drawn_at)
    if commitment and at < _time(commitment.committed_at):
        raise WrongTime("抽取时间早于承诺时间，请核对这台机器的时钟。")


def read_protocol(text: str) -> dict[str, Any]:
    """The protocol in a file; what is in it is judged by `verify`."""
    try:
        value = json.loads(text, object_pairs_hook=_no_repeated_names)
        canonical_json(value).encode()  # fails on half a character, as "\\ud800"
    except (ValueError, RecursionError):
        raise UnreadableProtocol(
            "协议文件不是有效的 JSON，请使用 huiqi draw 生成的原文件。"
        ) from None
    if not isinstance(value, dict):
        raise UnreadableProtocol("协议文件不是抽取协议，请使用 huiqi draw 生成的原文件。")
    return value


def _no_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("repeated name")
    return value


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is None:
        raise WrongTime("时间应写成带时区的形式，例如 2026-01-31T09:00:00+08:00。")
    return at


def _entry(ticket: Ticket) -> dict[str, str]:
    entry = {"ticket": ticket.ticket, "key": ticket.key, "name": ticket.name}
    return {**entry, "stratum": ticket.stratum} if ticket.stratum else entry


def _excluded(excluded: Exclusions) -> dict[str, Any]:
    return {"applicant": excluded.applicant, "affiliates": list(excluded.affiliates)}
