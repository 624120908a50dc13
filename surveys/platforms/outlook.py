"""What a platform's record comes to on a day: valid or not, what is due, months missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.rules.deadlines import Deadline, deadlines
from knowledge.rules.deadlines.model import Status
from knowledge.rules.deadlines.suspension import suspensions
from surveys.platforms.model import Record, facts_of

Standing = Literal["valid", "last_day_unclear", "suspended", "revoked", "expired", "not_yet"]
OPEN: tuple[Status, ...] = ("upcoming", "due_today", "overdue")
OWN_LINE = ("连续未填报", "有效期")  # told apart from what is due


@dataclass(frozen=True)
class Outlook:
    """The standing on `today`, open duties soonest first, and the run of missed months.

    `unrecorded` counts months past their 10th of which nothing is recorded: they may be filed.
    """

    today: date
    standing: Standing
    due: tuple[Deadline, ...]
    missed: int
    unrecorded: int
    all: tuple[Deadline, ...]


def outlook(record: Record, today: date) -> Outlook:
    """Everything that follows from the record on that day."""
    facts = facts_of(record, today)
    found = deadlines(facts)
    run = next((each for each in found if each.obligation == "连续未填报"), None)
    unknown = [each for each in found if each.obligation == "月报" and each.status == "unknown"]
    return Outlook(
        today=today,
        standing=standing(record, today),
        due=tuple(each for each in found if each.who == "平台" and _is_due(each)),
        missed=(run.missed or 0) if run else 0,
        unrecorded=len(unknown),
        all=tuple(found),
    )


def standing(record: Record, today: date) -> Standing:
    """Whether the title holds (Articles 17, 18, 20 to 22), as far as the record tells."""
    facts, entry = facts_of(record, today), record.entry
    if facts.revoked and facts.revoked <= today:
        return "revoked"
    if today < entry.certified_on:
        return "not_yet"
    if today > entry.valid_until:
        return "last_day_unclear" if _perhaps_still(record, today) else "expired"
    ended = [until for since, until in suspensions(facts) if since <= today]
    return "suspended" if any(until is None or until > today for until in ended) else "valid"


def _is_due(deadline: Deadline) -> bool:
    return deadline.status in OPEN and deadline.obligation not in OWN_LINE


def _perhaps_still(record: Record, today: date) -> bool:
    """Under the other way to count three years the title lasts one day longer."""
    later = [
        reading.due
        for each in deadlines(facts_of(record, today))
        if each.obligation == "有效期"
        for reading in each.readings
        if reading.due
    ]
    return bool(later) and today <= max(later)
