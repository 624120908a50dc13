"""One deadline: whose it is, when it falls under each reading, and what the text attaches to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Obligation = Literal[
    "月报",
    "连续未填报",
    "年度总结和检查报告",
    "有效期",
    "变更报告",
    "整改",
    "公示异议",
    "再次申报限制",
]
Who = Literal["平台", "推荐单位", "社会公众"]
Status = Literal["upcoming", "due_today", "overdue", "done", "unknown", "not_applicable"]
Code = Literal[
    "none_stated",
    "notify",
    "revoke_ban3",
    "suspended",
    "revoke",
    "ban3",
    "expired",
    "not_accepted",
    "recommender_risk",
]


@dataclass(frozen=True)
class Reading:
    """One defensible reading and the date it leads to; counts only where misses are counted."""

    id: str
    ambiguity: str
    text: str
    due: date | None
    missed: int | None = None
    code: Code | None = None


@dataclass(frozen=True)
class Span:
    """The agreed date (none where readings disagree) and the date to act on."""

    due: date | None = None
    safe: date | None = None

    @property
    def known(self) -> date | None:
        return self.due or self.safe


@dataclass(frozen=True)
class Said:
    """What the text attaches to a deadline, and what to do, in plain Chinese."""

    code: Code
    consequence: str
    advice: str


@dataclass(frozen=True)
class Deadline:
    """A duty, a right or a ban with its last day; `missed` only for 连续未填报."""

    obligation: Obligation
    who: Who
    period: str | None
    span: Span
    status: Status
    said: Said
    articles: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    missed: int | None = None


def earliest(dates: list[date]) -> Span:
    """For a duty: the agreed date, or none and the earliest to act on."""
    return _span(dates, min(dates, default=None))


def latest(dates: list[date]) -> Span:
    """For a ban: the agreed date, or none and the latest to act on."""
    return _span(dates, max(dates, default=None))


def _span(dates: list[date], safe: date | None) -> Span:
    return Span(due=dates[0] if len(set(dates)) == 1 else None, safe=safe)


def status_on(today: date, day: date | None) -> Status:
    """Where a duty that nobody reported as done stands on `today`."""
    if day is None:
        return "unknown"
    if day == today:
        return "due_today"
    return "upcoming" if day > today else "overdue"
