"""One platform in one year, as far as it is recorded (Articles 20 and 21)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.rules.deadlines.missed import runs
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.reports import reports
from surveys.platforms.model import Entry, Happening, Record, facts_of
from surveys.platforms.outlook import Standing, standing
from surveys.platforms.year import MonthSeen, State, year_of
from surveys.results.model import SurveyRecord

NOT_COUNTED: tuple[State, ...] = ("not_owed", "not_yet", "open")


@dataclass(frozen=True)
class Inspected:
    """What a year's reports, surveys and events come to; nothing is judged that is not recorded."""

    entry: Entry
    year: int
    standing: Standing  # on the last day of the year, or on the day of the report before that
    months: tuple[MonthSeen, ...]
    run: tuple[Month, ...]  # the longest run of months missed, whole, that touches the year
    events: tuple[Happening, ...]
    surveys: tuple[SurveyRecord, ...]

    @cached_property
    def owed(self) -> tuple[MonthSeen, ...]:
        """The months whose report is past its day."""
        return tuple(each for each in self.months if each.state not in NOT_COUNTED)

    def count(self, state: State) -> int:
        return sum(each.state == state for each in self.months)


def reported_year(records: Iterable[Record], today: date) -> int:
    """The year before, which Article 21 asks for; this one where there was no platform then."""
    first = min((each.entry.certified_on.year for each in records), default=today.year)
    return min(today.year, max(first, today.year - 1))


def held_in(record: Record, year: int) -> bool:
    """Whether the title was held on any day of the year."""
    entry = record.entry
    if entry.certified_on.year > year or entry.valid_until < date(year, 1, 1):
        return False
    return standing(record, date(year, 1, 1)) != "revoked"


def inspected(record: Record, surveys: Sequence[SurveyRecord], year: int, today: date) -> Inspected:
    """The year as it is known on that day."""
    facts = facts_of(record, today)
    touching = [
        run for run in runs(reports(facts), facts) if any(each.year == year for each in run)
    ]
    return Inspected(
        entry=record.entry,
        year=year,
        standing=standing(record, min(today, date(year, 12, 31))),
        months=tuple(year_of(record, today, year)),
        run=max(touching, key=len, default=()),
        events=tuple(each for each in record.events if each.day.year == year),
        surveys=tuple(surveys),
    )
