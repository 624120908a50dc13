"""Which platforms need somebody to look after them: late, unknown or due soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.rules.deadlines import Deadline
from surveys.platforms.model import Entry, Record
from surveys.platforms.outlook import Outlook, outlook

SOON = timedelta(days=15)


@dataclass(frozen=True)
class Attention:
    """A platform with what is late, what is due soon, and its run of missed months."""

    entry: Entry
    seen: Outlook
    late: tuple[Deadline, ...]
    soon: tuple[Deadline, ...]

    @property
    def rank(self) -> tuple[int, int, date, str]:
        """The longest run first, then what is unknown, then what is due first."""
        first = min((each.span.known or date.max for each in self.soon), default=date.max)
        return (-self.seen.missed, -self.seen.unrecorded, first, self.entry.name)


def needing(records: Iterable[Record], today: date) -> list[Attention]:
    """Those of whom something is late, unknown or due soon, the most pressing first."""
    found = [_attention(each, today) for each in records]
    pressing = [
        each for each in found if each.late or each.soon or each.seen.missed or each.seen.unrecorded
    ]
    return sorted(pressing, key=lambda each: each.rank)


def _attention(record: Record, today: date) -> Attention:
    seen = outlook(record, today)
    late = tuple(each for each in seen.due if each.status == "overdue")
    soon = tuple(
        each
        for each in seen.due
        if each.status != "overdue" and each.span.known and each.span.known <= today + SOON
    )
    return Attention(record.entry, seen, late, soon)
