"""What is to be remembered for one subject on one day, and on which days it is announced.

Articles 17, 18, 20 and 21. Dates come from knowledge/rules/deadlines; where readings differ
the one to act on, the earliest, is announced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.rules.deadlines.annual import annual
from knowledge.rules.deadlines.changes import changes
from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.rectification import rectification
from knowledge.rules.deadlines.reports import due_day, owed_months
from knowledge.rules.deadlines.sources import unit
from knowledge.rules.deadlines.validity import validity
from surveys.platforms.model import Record, facts_of

MONTHLY_DAYS = (1, 5, 8)  # and the last day itself
DAYS_BEFORE = (30, 7, 1)
LATE_DAYS = 7  # a duty that passed longer ago is not announced any more
OPEN = ("upcoming", "due_today", "overdue")


@dataclass(frozen=True)
class Step:
    """One announcement of a duty: its name, and the day from which it may be made."""

    name: str
    day: date


@dataclass(frozen=True)
class Duty:
    """Something to be done by `due`; `key` tells it from every other duty of anyone."""

    key: str
    due: date
    says: str
    steps: tuple[Step, ...]
    is_task: bool = True  # the end of the validity is nothing that anybody does


def of_platform(record: Record, today: date) -> list[Duty]:
    """What a platform has to do: the report of last month, and what has a date of its own."""
    month = Month.of(today).plus(-1)
    duties = [*_reports(record, today, [month]), *_others(record, today)]
    return [each for each in duties if _current(each, today)]


def ahead(record: Record, today: date, months: int) -> list[Duty]:
    """All that a platform has to do from today on, its reports of so many months to come."""
    first = Month.of(today).plus(-1)
    listed = [first.plus(step) for step in range(months)]
    duties = [*_reports(record, listed[-1].last, listed), *_others(record, today)]
    return sorted((each for each in duties if each.due >= today), key=lambda each: each.due)


def of_recommender(name: str, today: date) -> list[Duty]:
    """The yearly report is the recommender's own (Article 21)."""
    duties = [_dated(name, each) for each in annual(Facts(today))]
    return [each for each in duties if each and _current(each, today)]


def _reports(record: Record, day: date, months: Sequence[Month]) -> Iterator[Duty]:
    """Those of the months that are owed by `day` and not recorded as filed."""
    facts = facts_of(record, day)
    owed = owed_months(facts)
    return (
        _report(record, each) for each in months if each in owed and not facts.filings.get(each)
    )


def _report(record: Record, month: Month) -> Duty:
    """Announced on the 1st, 5th, 8th and 10th."""
    due = due_day(month)
    days = [*(due.replace(day=number) for number in MONTHLY_DAYS), due]
    return Duty(
        key=f"{record.entry.key}:月报:{month}",
        due=due,
        says=f"在线填报{month}服务中小企业情况（{unit('monthly_filing')}）",
        steps=tuple(Step(f"day-{day.day}", day) for day in days),
    )


def _others(record: Record, today: date) -> Iterator[Duty]:
    facts = facts_of(record, today)
    found = validity(facts)
    if record.events:
        found += changes(facts) + rectification(facts)
    return (duty for each in found if (duty := _dated(record.entry.key, each)))


def _dated(subject: str, deadline: Deadline) -> Duty | None:
    due = deadline.span.safe
    if due is None or deadline.status not in OPEN:
        return None
    return Duty(
        key=f"{subject}:{deadline.obligation}:{deadline.period or ''}",
        due=due,
        says=_says(deadline),
        steps=tuple(Step(f"left-{days}", due - timedelta(days=days)) for days in DAYS_BEFORE),
        is_task=deadline.obligation != "有效期",
    )


def _says(deadline: Deadline) -> str:
    article = deadline.articles[-1]
    match deadline.obligation:
        case "有效期":
            article = deadline.articles[0]
            return f"有效期届满，期满当年可再次申报（{article}）"
        case "变更报告":
            return f"向推荐单位报告“{deadline.period}”（{article}）"
        case "整改":
            return f"完成{deadline.period}的整改（{article}）"
        case _:
            return f"报送{deadline.period}年度示范平台工作总结和检查情况报告（{article}）"


def _current(duty: Duty, today: date) -> bool:
    """Neither long past nor so far ahead that nothing is announced yet."""
    return duty.steps[0].day <= today <= duty.due + timedelta(days=LATE_DAYS)
