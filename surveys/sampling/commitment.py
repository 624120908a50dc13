"""The commitment: frame, size, rule and source of the seed, fixed before the seed is known.

Its SHA-256 is published first. The salt keeps the list, which could be guessed, from being
found by trial; it is disclosed with the protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from surveys.frames import Frame, canonical_json, sha256_of
from surveys.sampling.draw import Draw, Plan, check_size
from surveys.sampling.errors import CommitmentBroken, UnreadableProtocol, WrongSeed

_FIELDS = {"rule", "frame_sha256", "size", "seed_source", "committed_at", "salt"}


@dataclass(frozen=True)
class Commitment:
    """What was promised before the draw."""

    rule: str
    frame_sha256: str
    size: int
    seed_source: str
    committed_at: str  # ISO 8601 with time zone
    salt: str  # at least 32 hexadecimal digits, from the caller

    @property
    def content(self) -> dict[str, Any]:
        return dict(vars(self))

    @property
    def sha256(self) -> str:
        """The number to publish."""
        return sha256_of(canonical_json(self.content).encode())


@dataclass(frozen=True)
class Moment:
    """When a commitment is made, and the salt that hides it."""

    at: str
    salt: str


def commit(frame: Frame, plan: Plan, seed_source: str, moment: Moment) -> Commitment:
    """Promise a draw whose seed will come from `seed_source`."""
    check_size(frame, plan.size)
    if not seed_source.strip():
        raise WrongSeed("请写明种子将来自哪里，例如某期开奖号码。")
    return Commitment(plan.rule, frame.sha256, plan.size, seed_source, moment.at, moment.salt)


def read_commitment(value: Any) -> Commitment:
    """The commitment from its JSON."""
    if not isinstance(value, dict) or set(value) - {"sha256"} != _FIELDS:
        raise UnreadableProtocol("承诺文件的内容不全，请使用 --commit 生成的原文件。")
    commitment = Commitment(**{name: value[name] for name in _FIELDS})
    if value.get("sha256") != commitment.sha256:
        raise CommitmentBroken("承诺文件被改动过（校验值不符），请使用 --commit 生成的原文件。")
    return commitment


def check_commitment(commitment: Commitment, drawn: Draw) -> None:
    """Refuse a draw that is not the promised one, naming what differs."""
    pairs = (
        ("规则", commitment.rule, drawn.plan.rule),
        ("名单的哈希", commitment.frame_sha256, drawn.frame_sha256),
        ("抽取家数", commitment.size, drawn.plan.size),
        ("种子来源", commitment.seed_source, drawn.seed.source),
    )
    for what, promised, actual in pairs:
        if promised != actual:
            raise CommitmentBroken(
                f"{what}与事先承诺的不同（承诺 {promised}，现为 {actual}），请按承诺抽取。"
            )
