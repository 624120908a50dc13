"""Consecutive months not filed, and what follows after three and six (Article 20, paragraph 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Code
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.reports import Report, due_day
from knowledge.rules.deadlines.sources import number


@dataclass(frozen=True)
class Rule:
    """How strictly months are counted; each switch is the second reading of one ambiguity."""

    rolled: bool = False  # AMB-32: a due day that is a rest day moves on
    healed: bool = False  # AMB-33: filing late is filing
    whole: bool = False  # AMB-34: only whole months with the title unsuspended count
    doubted: bool = False  # not a reading: months of which nothing is known count too


STRICT = Rule()
SWITCHES = {
    "AMB-33": replace(STRICT, healed=True),
    "AMB-34": replace(STRICT, whole=True),
    "AMB-32": replace(STRICT, rolled=True),
}


@dataclass(frozen=True)
class Count:
    """The run of missed months that matters, and the day its threshold is or was reached."""

    run: tuple[Month, ...]
    code: Code
    due: date | None

    @property
    def missed(self) -> int:
        return len(self.run)


def count(reports: list[Report], facts: Facts, rule: Rule = STRICT) -> Count:
    """The longest run where it reached a threshold, else the run still going on.

    A run that reached three months has its consequence, whatever was filed afterwards;
    a shorter run that was broken has none.
    """
    past, found = _past(reports), runs(reports, facts, rule)
    longest = max(found, key=len, default=())
    if len(longest) >= number("notify"):
        return _reached(longest)
    going = found[-1] if found and found[-1][-1] == past[-1].month else ()
    ahead = due_day(going[0].plus(number("notify") - 1)) if going else None
    return Count(going, "none_stated", ahead)


def runs(reports: list[Report], facts: Facts, rule: Rule = STRICT) -> list[tuple[Month, ...]]:
    """Every run of months not filed as required, in order."""
    return list(_runs(_past(reports), lambda each: is_missed(each, facts.today, rule)))


def _past(reports: list[Report]) -> list[Report]:
    return [each for each in reports if each.state not in ("open", "not_owed")]


def is_missed(report: Report, today: date, rule: Rule) -> bool:
    """Whether a month that is past its 10th counts as not filed as required."""
    if rule.whole and not report.whole:
        return False
    if report.state == "unknown":
        return rule.doubted
    last = report.rolled if rule.rolled and report.rolled else report.due
    if report.state == "late" and report.filed:
        return not rule.healed and report.filed > last
    return report.state == "missing" and today > last


def _reached(run: tuple[Month, ...]) -> Count:
    revoke, notify = number("revoke"), number("notify")
    if len(run) >= revoke:
        return Count(run, "revoke_ban3", due_day(run[revoke - 1]))
    return Count(run, "notify", due_day(run[notify - 1]))


def _runs(reports: list[Report], missed: Callable[[Report], bool]) -> Iterator[tuple[Month, ...]]:
    run: list[Month] = []
    for each in reports:
        follows = not run or each.month == run[-1].plus(1)
        if run and not (follows and missed(each)):
            yield tuple(run)
            run = []
        if missed(each):
            run.append(each.month)
    if run:
        yield tuple(run)
