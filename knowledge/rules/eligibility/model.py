"""A finding on each condition, and what all of them amount to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["met", "unmet", "unknown", "disputed"]
Verdict = Literal["eligible", "conditional", "not_eligible"]
Service = Literal["政策", "咨询", "培训", "技术"]


@dataclass(frozen=True)
class Reading:
    """One defensible reading and its result."""

    id: str
    ambiguity: str
    text: str
    status: Status


@dataclass(frozen=True)
class Result:
    """A status and why; `needs` are the input keys that could still change it."""

    status: Status
    because: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Finding:
    """The result on one condition, with the words of the regulation it rests on."""

    id: str
    article: str
    quote: str
    result: Result

    @property
    def status(self) -> Status:
        return self.result.status


@dataclass(frozen=True)
class Assessment:
    """All findings in the order of the regulation; `region_open` if Article 27 still may decide."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    services: Mapping[Service, Status]
    notes: tuple[str, ...]
    region_open: bool = False
