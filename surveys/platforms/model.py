"""A 示范平台 as the register knows it, and the facts from which its deadlines follow."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from knowledge.rules.deadlines import Facts
from knowledge.rules.deadlines.facts import Event as RuleEvent
from knowledge.rules.deadlines.months import Month

BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Entry:
    """What is registered of a platform; `announced` tells that the validity is stated as such.

    `key` stays the same whatever is corrected; it is empty until the first row is written.
    """

    name: str
    credit_code: str
    recommender: str
    certified_on: date
    valid_until: date
    announced: bool = False
    short_name: str = ""
    key: str = ""


@dataclass(frozen=True)
class Happening:
    """Something that happened to a platform, for example 更名 or 测评不合格."""

    id: int
    kind: str
    day: date
    note: str = ""


@dataclass(frozen=True)
class Record:
    """A platform with its filings and events as they hold now."""

    entry: Entry
    filings: Mapping[Month, date | None] = field(default_factory=dict)
    events: tuple[Happening, ...] = ()


def facts_of(record: Record, today: date) -> Facts:
    """What the rules are told; a month without a row stays unknown, never missed."""
    entry = record.entry
    revoked = next((each for each in record.events if each.kind == "撤销"), None)
    return Facts(
        today=today,
        certified=entry.certified_on,
        announced=(None, entry.valid_until if entry.announced else None),
        filings=record.filings,
        events=tuple(RuleEvent(each.kind, each.day) for each in record.events if _ruled(each)),
        revoked=revoked.day if revoked else None,
        ground=(revoked.note or None) if revoked else None,
    )


def _ruled(event: Happening) -> bool:
    """Kinds to which the regulation attaches no deadline are only kept."""
    return event.kind not in ("撤销", "测评合格", "其他")


def beijing_day(moment: float) -> date:
    """The day in Beijing of a time in seconds since 1970."""
    return datetime.fromtimestamp(moment, BEIJING).date()


def folded(text: str) -> str:
    """A name as it is compared: half-width, without spaces, brackets all of one kind."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()
