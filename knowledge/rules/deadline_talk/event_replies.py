"""Replies about what runs from one day: validity, change, publicity, rectification, ban."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.rules.deadline_talk.model import Asked, Duty, Platform, Said
from knowledge.rules.deadline_talk.telling import left, said
from knowledge.rules.deadline_talk.wording import says, shown
from knowledge.rules.deadlines import Deadline, Facts, deadlines
from knowledge.rules.deadlines.facts import Event
from knowledge.rules.deadlines.sources import unit
from knowledge.rules.eligibility.days import Days

_CHANGE = ("更名", "重组")


def undecided(asked: Asked, today: date) -> bool:
    """Whether the day is known so roughly that the deadline may be over or not."""
    if asked.duty not in ("change", "rectification") or asked.day is None:
        return False
    first, last = _both(asked, today)
    if first.span.safe is None or last.span.safe is None or asked.done:
        return False
    return first.span.safe < today <= last.span.safe


def unlisted(asked: Asked) -> bool:
    """Whether it is a change that the text does not name."""
    return bool(asked.kind) and asked.kind not in _CHANGE


def change(asked: Asked, today: date, _: Platform) -> Said:
    """Report to the recommender; the title is suspended from the day of the change."""
    if asked.day is None:
        units = ("第十八条第一款", unit("change_report"))
        return said(asked, [says("change", "who"), says("change", "general")], units)
    first, last = _both(asked, today)
    lines = [_line(asked, "change", first, last, today)]
    if unlisted(asked):
        lines.append(says("change", "unclear", kind=asked.kind))
    lines += [says("change", "earlier")] if not asked.done else []
    lines.append(first.said.consequence)
    return _told(asked, lines, first, last)


def rectification(asked: Asked, today: date, _: Platform) -> Said:
    if asked.day is None:
        units = ("第二十一条第一款", unit("rectification"))
        return said(asked, [says("rectification", "general")], units)
    first, last = _both(asked, today)
    lines = [_line(asked, "rectification", first, last, today)]
    if not asked.done:
        lines += [says("rectification", "earlier"), says("rectification", "suspended")]
    lines.append(first.said.consequence)
    return _told(asked, lines, first, last)


def publicity(asked: Asked, today: date, _: Platform) -> Said:
    lead = [says("publicity", "accused")] if asked.aspect == "accused" else []
    if asked.day is None:
        units = (unit("publicity"), "第十二条第二款")
        return said(asked, [*lead, says("publicity", "general")], units)
    first, last = _both(asked, today)
    if first.span.known is None or last.span.known is None:
        line = says("publicity", "refused", why=first.said.advice.partition("有异议")[0])
    else:
        line = _line(asked, "publicity", first, last, today)
    lines = [line, *lead, first.said.consequence]
    return _told(asked, lines, first, last)


def validity(asked: Asked, today: date, _: Platform) -> Said:
    """The end of the three years, and the year in which to apply again."""
    review = [says("validity", "review")] if asked.aspect == "review" else []
    if asked.day is None and asked.done is None:
        return said(asked, [says("validity", "general"), *review], (unit("validity"),))
    first, last = _both(asked, today)
    days = [each.due for one in (first, last) for each in one.readings if each.due]
    again = says("validity", "again", years=_years(first, last))
    if first.span != last.span and min(days).year < min(_first_years(first, last)):
        again += says("validity", "edge", due=shown(min(days)))
    if asked.done:
        due = first.span.safe or today
        key = "span" if first.span != last.span else "over" if due < today else "until"
        days_left, end = left(due, today), shown(last.span.safe or due)
        line = says("validity", key, due=shown(due), last=end, left=days_left, again=again)
    elif first.span.safe != last.span.safe:
        key = "span_over" if max(days) < today else "span"
        line = says("validity", key, due=shown(min(days)), last=shown(max(days)), again=again)
    else:
        line = _line(asked, "validity", first, last, today, again=again)
    return _told(asked, [line, *review], first, last)


def _years(first: Deadline, last: Deadline) -> str:
    """The years of the exact day; where only the year is known, those of the first reading."""
    if first.span == last.span:
        found = {each.due.year for each in first.readings if each.due}
    else:
        found = _first_years(first, last)
    return "、".join(str(year) for year in sorted(found))


def _first_years(first: Deadline, last: Deadline) -> set[int]:
    return {due.year for each in (first, last) if (due := each.readings[0].due)}


def ban(asked: Asked, today: date, _: Platform) -> Said:
    """From which day one may apply again; none is counted where the text states no ban."""
    if asked.day is None:
        return said(asked, [says("ban", "general")], (unit("ban"), unit("ban_for_breach")))
    first, last = _both(asked, today)
    if first.status == "not_applicable":
        return said(asked, [says("ban", "none"), first.said.consequence], first.articles)
    lines = [_line(asked, "ban", first, last, today), first.said.consequence]
    if not asked.kind:
        lines.append(says("ban", "doubt"))
    return _told(asked, lines, first, last)


def _told(asked: Asked, lines: list[str], first: Deadline, last: Deadline) -> Said:
    """Readings are told of an exact day only; the day to act on is the safest of all."""
    exact = (first,) if first.span == last.span else ()
    answer = said(asked, lines, first.articles, *exact)
    return replace(answer, due=(last if asked.duty == "ban" else first).span.safe)


def _line(
    asked: Asked, section: str, first: Deadline, last: Deadline, today: date, **fields: object
) -> str:
    """One plain sentence: how it stands, or between which days it falls."""
    due, end = first.span.safe or today, last.span.safe or today
    if asked.done and section in ("change", "rectification"):
        key = "late" if asked.done.first > end else "on_time" if asked.done.last <= due else "close"
        done = {"reported": shown(asked.done.last), "done": shown(asked.done.last)}
        return says(section, key, due=shown(due), **done, **fields)
    key = "span" if due != end else "over" if due < today else "open"
    days = left(due, today)
    return says(section, key, due=shown(due), last=shown(end), left=days, **fields)


def _both(asked: Asked, today: date) -> tuple[Deadline, Deadline]:
    """The deadline from the first and from the last day that it may have begun."""
    ends = asked.done if asked.duty == "validity" else None  # stated, so not counted
    days = ends or asked.day or Days(today, today)
    first, last = (_one(asked, day, today) for day in (days.first, days.last))
    return first, last


def _one(asked: Asked, day: date, today: date) -> Deadline:
    facts, obligation = _FACTS[asked.duty](asked, day, today)
    return next(each for each in deadlines(facts) if each.obligation == obligation)


def _changed(asked: Asked, day: date, today: date) -> tuple[Facts, str]:
    return Facts(today, events=(Event(asked.kind or "更名", day),)), "变更报告"


def _certified(asked: Asked, day: date, today: date) -> tuple[Facts, str]:
    if asked.done:
        return Facts(today, announced=(None, day)), "有效期"
    return Facts(today, certified=day), "有效期"


def _published(_: Asked, day: date, today: date) -> tuple[Facts, str]:
    return Facts(today, publicised=day), "公示异议"


def _failed(asked: Asked, day: date, today: date) -> tuple[Facts, str]:
    return Facts(today, events=(Event(asked.kind or "测评不合格", day),)), "整改"


def _revoked(asked: Asked, day: date, today: date) -> tuple[Facts, str]:
    return Facts(today, revoked=day, ground=asked.kind or None), "再次申报限制"


_FACTS: Mapping[Duty, Callable[[Asked, date, date], tuple[Facts, str]]] = {
    "change": _changed,
    "validity": _certified,
    "publicity": _published,
    "rectification": _failed,
    "ban": _revoked,
}
