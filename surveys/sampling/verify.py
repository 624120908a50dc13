"""Verification: make the draw again from the frame and name the first difference."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from surveys.frames import Exclusions, Frame, canonical_json
from surveys.sampling.commitment import check_commitment, read_commitment
from surveys.sampling.draw import RULE, RULE_BY_SERVICE, Draw, Plan, Seed, draw
from surveys.sampling.errors import (
    SamplingError,
    UnreadableProtocol,
    WrongSeed,
    WrongSize,
    WrongTime,
)
from surveys.sampling.protocol import (
    DIGEST,
    OPTIONAL,
    REQUIRED,
    check_time,
    digest_of,
    to_protocol,
)

Protocol = dict[str, Any]
MISSING = "（没有）"
_NAMED_BY = {WrongSize: "size", WrongSeed: "seed", WrongTime: "drawn_at"}


@dataclass(frozen=True)
class Difference:
    """Where protocol and frame first disagree."""

    field: str
    protocol: Any
    recomputed: Any
    message: str


def excluded_of(protocol: Protocol) -> Exclusions:
    """Whom the draw left out; the frame must be read with the same exclusions."""
    value = protocol.get("excluded", {"applicant": "", "affiliates": []})
    try:
        applicant, affiliates = value["applicant"], value["affiliates"]
    except (TypeError, LookupError):
        raise UnreadableProtocol("协议里“excluded”一栏不完整，请使用原文件。") from None
    texts = [applicant, *affiliates] if isinstance(affiliates, list) else [None]
    if not all(isinstance(each, str) for each in texts):
        raise UnreadableProtocol("协议里“excluded”一栏不是文字，请使用原文件。")
    return Exclusions(applicant, tuple(affiliates))


def verify(protocol: Protocol, frame: Frame) -> Difference | None:
    """The first difference between the protocol and a fresh draw from the frame, or None."""
    return next(_differences(protocol, frame), None)


def _differences(protocol: Protocol, frame: Frame) -> Iterator[Difference]:
    yield from _fields(protocol)
    if protocol["frame_sha256"] != frame.sha256:
        yield _difference(
            "frame_sha256", protocol["frame_sha256"], frame.sha256, _who(protocol, frame)
        )
    try:
        check_time(protocol["drawn_at"], None)
        again = _again(protocol, frame)
    except SamplingError as error:
        name = _NAMED_BY.get(type(error), "protocol")
        yield Difference(name, protocol.get(name, MISSING), None, str(error))
        return
    expected = to_protocol(again, protocol["drawn_at"])
    for name in ("sample", "reserves"):
        yield from _entries(name, protocol[name], expected[name])
    yield from _commitment(protocol, again)
    yield from _digest(protocol)


def _fields(protocol: Protocol) -> Iterator[Difference]:
    """Fields that are missing, unknown or of another type than the contract's."""
    types: dict[str, Callable[[Any], bool]] = {
        "rule": lambda value: value in (RULE, RULE_BY_SERVICE),
        "size": lambda value: type(value) is int,
        "sample": lambda value: isinstance(value, list),
        "reserves": lambda value: isinstance(value, list),
    }
    for name in REQUIRED:
        value = protocol.get(name, MISSING)
        fits = types.get(name, lambda value: isinstance(value, str))
        if name not in protocol or not fits(value):
            yield Difference(name, value, None, f"协议里“{name}”一栏缺失或写法不对。")
            return
    for name in sorted(protocol.keys() - {*REQUIRED, *OPTIONAL}):
        yield Difference(name, protocol[name], MISSING, f"协议里多出“{name}”一栏。")


def _again(protocol: Protocol, frame: Frame) -> Draw:
    plan = Plan(protocol["size"], protocol["rule"] == RULE_BY_SERVICE, excluded_of(protocol))
    return draw(frame, plan, Seed(protocol["seed"], protocol["seed_source"]))


def _entries(name: str, found: list[Any], expected: list[Any]) -> Iterator[Difference]:
    for place in range(max(len(found), len(expected))):
        one = found[place] if place < len(found) else None
        other = expected[place] if place < len(expected) else None
        if not isinstance(one, dict) or other is None:
            yield _difference(f"{name}[{place}]", one, other)
            continue
        for field in [*other, *sorted(one.keys() - other.keys())]:
            given, computed = one.get(field, MISSING), other.get(field, MISSING)
            if canonical_json(given) != canonical_json(computed):
                yield _difference(f"{name}[{place}].{field}", given, computed)


def _commitment(protocol: Protocol, again: Draw) -> Iterator[Difference]:
    if "commitment" not in protocol:
        return
    try:
        commitment = read_commitment(protocol["commitment"])
        check_commitment(commitment, again)
        check_time(protocol["drawn_at"], commitment)
    except SamplingError as error:
        yield Difference("commitment", protocol["commitment"], None, str(error))


def _digest(protocol: Protocol) -> Iterator[Difference]:
    computed = digest_of(protocol)
    if DIGEST in protocol and protocol[DIGEST] != computed:
        yield _difference(DIGEST, protocol[DIGEST], computed, "抽取时间、种子来源等内容被改动过。")


def _who(protocol: Protocol, frame: Frame) -> str:
    """Which firm makes the difference, as far as the keys can tell."""
    entries = [*protocol["sample"], *protocol["reserves"]]
    listed = {each.get("key"): each.get("name") for each in entries if isinstance(each, dict)}
    named = {firm.key: firm.name for firm in frame.firms}
    gone = [name for key, name in listed.items() if key not in named]
    new = [name for key, name in named.items() if key not in listed]
    if gone:
        return f"协议里的“{gone[0]}”不在这份名单里（共{len(gone)}家）。"
    if new:
        return f"名单里的“{new[0]}”不在协议里（共{len(new)}家）。"
    return "企业相同，但名称、电话、联系人或服务内容有改动。"


def _difference(field: str, found: Any, computed: Any, note: str = "") -> Difference:
    said = f"协议为 {_short(found)}，按名单重算为 {_short(computed)}"
    return Difference(field, found, computed, f"“{field}”不一致：{said}。{note}")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
