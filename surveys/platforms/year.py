"""A year of monthly reports, month by month, as a table shows it (Article 20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.reports import due_day, owed_months, reports
from surveys.platforms.model import Record, facts_of

State = Literal["on_time", "late", "missing", "unknown", "open", "not_owed", "not_yet"]


@dataclass(frozen=True)
class MonthSeen:
    """How one month's report stands; `due` is the 10th of the next month."""

    month: Month
    state: State
    due: date
    filed: date | None = None


def year_of(record: Record, today: date, year: int) -> list[MonthSeen]:
    """The twelve months of a year."""
    known = {each.month: each for each in reports(facts_of(record, today))}
    found = []
    for month in (Month(year, number) for number in range(1, 13)):
        report = known.get(month)
        if report:
            found.append(MonthSeen(month, report.state, report.due, report.filed))
        else:
            later = month > Month.of(today)
            found.append(MonthSeen(month, "not_yet" if later else "not_owed", due_day(month)))
    return found


def years_of(record: Record, today: date) -> list[int]:
    """The years from the certification to this one."""
    return list(range(min(record.entry.certified_on.year, today.year), today.year + 1))


def months_to_file(record: Record, today: date, most: int) -> list[Month]:
    """The newest months of which a report may be recorded, the newest first."""
    owed = (each for each in owed_months(facts_of(record, today)) if each <= Month.of(today))
    return sorted(owed, reverse=True)[:most]
