"""Replies about what is filed: the monthly report, missed months, the yearly report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from knowledge.rules.deadline_talk.model import Asked, Platform, Said
from knowledge.rules.deadline_talk.telling import left, said
from knowledge.rules.deadline_talk.wording import months_shown, says, shown
from knowledge.rules.deadlines import Deadline, Facts, deadlines
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.sources import number, reading, unit
from knowledge.rules.eligibility.days import Days


def monthly(asked: Asked, today: date, _: Platform) -> Said:
    """The month asked about; 这个月 and no month mean what is due now and what comes after."""
    if asked.aspect == "partial":
        return said(asked, [says("monthly", "partial"), *_partial()], (unit("monthly_filing"),))
    if asked.day:
        return _of_new(asked, today)
    this = Month.of(today)
    months = list(asked.months)
    if not months or (months == [this] and not (asked.done or asked.late)):
        now = _report(this.plus(-1), today)
        months = [this.plus(-1), this] if now.status != "overdue" else [this, this.plus(-1)]
    filed = _filed_on(asked, months, today)
    told = [_report(month, today, filed) for month in months]
    lines = [_monthly_line(each, today, filed) for each in told]
    late = filed is not None and told[0].span.safe is not None and filed > told[0].span.safe
    if late or (filed is None and any(each.status == "overdue" for each in told)):
        lines.append(told[0].said.consequence)
    answer = said(asked, lines, told[0].articles, *told)
    return _with_readings(answer, "AMB-33") if late else answer


def _filed_on(asked: Asked, months: list[Month], today: date) -> date | None:
    """The day of filing, told or counted from the last day of the month's report."""
    if len(months) != 1:
        return None
    if asked.late:
        due = _report(months[0], today).span.safe
        return due and due + timedelta(days=asked.late)
    return asked.done.first if asked.done else None


def _of_new(asked: Asked, today: date) -> Said:
    """The months of a platform that has just been certified; the first one is not whole."""
    began = asked.day.first if asked.day else today
    months = asked.months or (Month.of(began),)
    facts = Facts(max(today, months[-1].first), began, filings=dict.fromkeys(months))
    told = [each for each in deadlines(facts) if each.period in {str(m) for m in months}]
    owed = [each for each in told if each.status != "not_applicable"]
    lines = [_monthly_line(each, today, None) for each in owed]
    lines += [says("monthly", "not_owed")] if len(owed) < len(told) else []
    first_month = began.day > 1 and Month.of(began) in months
    lines += [says("monthly", "partial"), *_partial()] if first_month else []
    return said(asked, lines, (unit("monthly_filing"),), *owed)


def _partial() -> list[str]:
    return [*_told("AMB-34"), says("monthly", "file_anyway")]


def _told(ambiguity: str) -> list[str]:
    """Both readings of an ambiguity, as they are listed."""
    texts = [reading(ambiguity, each, None).text for each in ("R1", "R2")]
    return [says("readings", "differ"), *(says("readings", "counted", text=each) for each in texts)]


def _with_readings(answer: Said, ambiguity: str) -> Said:
    """The readings before the closing line."""
    *text, closing = answer.text.split("\n")
    return replace(answer, text="\n".join([*text, *_told(ambiguity), closing]))


def _report(month: Month, today: date, filed: date | None = None) -> Deadline:
    """Not filed, as far as is known, or filed on that day."""
    known = filed if filed and filed <= today else None
    facts = Facts(max(today, month.first), filings={month: known})
    return next(each for each in deadlines(facts) if each.period == str(month))


def _monthly_line(report: Deadline, today: date, filed: date | None) -> str:
    due = report.span.safe or today
    month = _month_shown(report.period or "", today)
    if filed:
        key = "late" if filed > due else "on_time"
        return says("monthly", key, month=month, due=shown(due), filed=shown(filed))
    key = "over" if report.status == "overdue" else "open"
    return says("monthly", key, month=month, due=shown(due), left=left(due, today))


def _month_shown(period: str, today: date) -> str:
    """10月, with its year where that is not this one."""
    year, number = (int(part) for part in period.split("-"))
    return f"{number}月" if year == today.year else f"{year}年{number}月"


def missed(asked: Asked, today: date, platform: Platform) -> Said:
    """How far the run of missed months goes, and what the text attaches to it."""
    months = asked.months or _last(asked, today)
    facts = _facts(asked, months, today, platform)
    if not facts.filings:
        key = "scattered" if asked.scattered else "general"
        return said(asked, [says("missed", key)], (unit("monthly_filing"),))
    found = deadlines(facts)
    if not_due(months, today):
        return monthly(replace(asked, months=months), today, platform)
    open_ = [each for each in found if each.obligation == "月报" and _still_open(each, months)]
    run = _run(found)
    lines = [_run_line(asked, run, months), run.said.consequence]
    if asked.months and run.missed and not set(months) & set(_run_months(run, run.missed)):
        lines = [*so_far(asked, today, Platform())[0][:2], *_on_record(run, run.missed)]
    if run.status == "upcoming" and run.span.safe:
        lines.append(says("missed", "ahead", due=shown(run.span.safe)))
    if run.missed:
        lines.append(says("missed", "healed" if asked.done else "heal"))
    if "others" in asked.unknown or "months" in asked.unknown:
        lines.append(says("missed", "doubtful"))
    lines += [_monthly_line(each, today, None) for each in open_]
    answer = said(asked, lines, run.articles)
    return replace(_with_counts(answer, run), due=run.span.safe)


def so_far(asked: Asked, today: date, platform: Platform) -> tuple[list[str], tuple[str, ...]]:
    """What the months told come to by themselves, as of the last of them."""
    months = asked.months
    closed = max(months).plus(1).day(number("monthly_filing")) + timedelta(days=1)
    known = replace(asked, others="on_time")
    run = _run(deadlines(_facts(known, months, min(today, closed), platform)))
    if (run.missed or 0) < min(len(months), number("notify")):
        line = says("missed", "apart", months=months_shown(months))
    else:
        line = _run_line(asked, run, months)
    heal = says("missed", "healed" if asked.done else "heal")
    return [line, run.said.consequence, heal], run.articles


def _run(found: list[Deadline]) -> Deadline:
    return next(each for each in found if each.obligation == "连续未填报")


def worst(asked: Asked, today: date, platform: Platform) -> bool:
    """Whether other months cannot make it worse."""
    found = deadlines(_facts(asked, asked.months, today, platform))
    return _run(found).said.code == "revoke_ban3"


def _facts(asked: Asked, months: tuple[Month, ...], today: date, platform: Platform) -> Facts:
    late = asked.done.first if asked.done else None
    filings: dict[Month, date | None] = dict(platform.filed)
    filings |= {month: month.plus(1).first for month in asked.filed if month < Month.of(today)}
    filings |= dict.fromkeys(months, late)
    known = asked.others == "on_time" or (asked.count is not None and not asked.scattered)
    return Facts(today, certified=platform.certified_on, filings=filings, others_on_time=known)


def _last(asked: Asked, today: date) -> tuple[Month, ...]:
    """A number of months in a row, when nothing says which: the last that are past their day."""
    if not asked.count or asked.scattered:
        return ()
    last = Month.of(today).plus(-1)
    if _report(last, today).status != "overdue":
        last = last.plus(-1)
    return tuple(last.plus(-step) for step in range(asked.count - 1, -1, -1))


def not_due(months: tuple[Month, ...], today: date) -> bool:
    """Whether all of them can still be filed in time."""
    return bool(months) and all(_report(each, today).status != "overdue" for each in months)


def _still_open(report: Deadline, months: tuple[Month, ...]) -> bool:
    asked = report.period in {str(month) for month in months}
    return asked and report.status in ("upcoming", "due_today")


def _run_line(asked: Asked, run: Deadline, months: tuple[Month, ...]) -> str:
    number = run.missed or 0
    if not number:
        return says("missed", "broken", months=months_shown(months))
    outcome = says("missed", run.said.code)
    if asked.count and not asked.months:
        return says("missed", "counted", number=number, outcome=outcome)
    named = months_shown(_run_months(run, number))
    key = "one" if number == 1 else "months"
    return says("missed", key, months=named, number=number, outcome=outcome)


def _on_record(run: Deadline, number: int) -> list[str]:
    """The run that the register knows of, where it is not of the months that were told."""
    outcome = says("missed", run.said.code)
    named = months_shown(_run_months(run, number))
    line = says("missed", "on_record", months=named, number=number, outcome=outcome)
    return [line, run.said.consequence]


def _run_months(run: Deadline, number: int) -> list[Month]:
    year, month = (int(part) for part in (run.period or "").split("至")[0].split("-"))
    first = Month(year, month)
    return [first.plus(step) for step in range(number)]


def _with_counts(answer: Said, run: Deadline) -> Said:
    """The readings under which other months count, before the closing line."""
    others = [each for each in run.readings if each.missed != run.missed]
    if not others:
        return answer
    lines = [says("readings", "differ")]
    lines += [says("readings", "counted", text=each.text) for each in others]
    *text, closing = answer.text.split("\n")
    return replace(answer, text="\n".join([*text, *lines, closing]))


def annual(asked: Asked, today: date, platform: Platform) -> Said:
    """The recommender's duty; the platform's own day is in no article."""
    if asked.done is None:
        found = _annual_on(today, platform)
        key = "open"
    else:
        found = _annual_on(asked.done.first.replace(month=1, day=1), platform)
        key = _judged(asked.done, found)
    due = found.span.safe or today
    handed = shown(asked.done.last) if asked.done else ""
    year, rest = found.period, left(due, today)
    lines = [
        says("annual", key, year=year, due=shown(due), left=rest, done=handed),
        found.said.consequence,
        says("annual", "platform"),
    ]
    return said(asked, lines, found.articles, found)


def _annual_on(day: date, platform: Platform) -> Deadline:
    facts = Facts(day, certified=platform.certified_on)
    return next(each for each in deadlines(facts) if each.obligation == "年度总结和检查报告")


def _judged(done: Days, found: Deadline) -> str:
    """Late under every reading, in time under each, or between them."""
    days = [each.due for each in found.readings if each.due]
    if done.first > max(days):
        return "late"
    return "on_time" if done.last <= min(days) else "close"
