"""The months for which a platform owes a report, and how each stands (Article 20, paragraph 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.months import Month, months_between, years_later
from knowledge.rules.deadlines.sources import number
from knowledge.rules.deadlines.suspension import suspensions
from knowledge.rules.workdays import YearNotCovered, next_workday

State = Literal["on_time", "late", "missing", "unknown", "open", "not_owed"]


@dataclass(frozen=True)
class Report:
    """One month's report; `rolled` is the due day moved off a rest day, None if not covered."""

    month: Month
    due: date
    rolled: date | None
    filed: date | None
    state: State
    whole: bool

    @property
    def early(self) -> bool:
        """Filed before the month was over, which is neither required nor forbidden."""
        return self.filed is not None and self.filed <= self.month.last


def reports(facts: Facts) -> list[Report]:
    """Listed months and all months from certification to the current one, in order.

    Empty where nothing says that there is a platform.
    """
    owed = owed_months(facts)
    return [_report(facts, month, month in owed) for month in sorted(owed | set(facts.filings))]


def owed_months(facts: Facts) -> frozenset[Month]:
    """Months in which the title was held on any day, up to the current or last listed one."""
    first = Month.of(facts.start) if facts.start else min(facts.filings, default=None)
    if first is None:
        return frozenset()
    last = max([Month.of(facts.today), *facts.filings])
    months = months_between(first, last) if first <= last else []
    return frozenset(month for month in months if not _over(facts, month))


def due_day(month: Month) -> date:
    """The 10th of the next month: natural days."""
    return month.plus(1).day(number("monthly_filing"))


def _over(facts: Facts, month: Month) -> bool:
    """Whether the title had expired before the month, or was revoked before its due day."""
    expiry = facts.announced[1]
    if expiry is None and facts.certified:
        expiry = years_later(facts.certified, number("validity"))
    expired = expiry is not None and month.first > expiry
    return expired or (facts.revoked is not None and facts.revoked < due_day(month))


def _report(facts: Facts, month: Month, owed: bool) -> Report:
    due = due_day(month)
    filed = facts.filings.get(month)
    state = _state(facts, month, due) if owed else "not_owed"
    return Report(month, due, _rolled(due), filed, state, _whole(facts, month))


def _state(facts: Facts, month: Month, due: date) -> State:
    filed = facts.filings.get(month)
    if filed:
        return "on_time" if filed <= due else "late"
    if due >= facts.today:
        return "open"
    if month in facts.filings:
        return "missing"
    return "on_time" if facts.others_on_time else "unknown"


def _rolled(due: date) -> date | None:
    try:
        return next_workday(due)
    except YearNotCovered:
        return None


def _whole(facts: Facts, month: Month) -> bool:
    """Whether the title was held, and not suspended, on every day of the month."""
    begun = facts.start is None or facts.start <= month.first
    return begun and not any(
        since <= month.last and (until is None or until >= month.first)
        for since, until in suspensions(facts)
    )
