"""What a sentence asks about a deadline, and which facts of the asker it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from knowledge.rules.deadline_talk.model import Asked, Duty
from knowledge.rules.deadline_talk.times import Mention, mentions
from knowledge.rules.deadline_talk.wording import says
from knowledge.rules.deadline_talk.words import first, found, has, one_of, sentence
from knowledge.rules.deadlines.months import Month, months_between
from knowledge.rules.eligibility.days import Days, NoSuchDay
from knowledge.rules.interview.spoken import spoken

LONGEST = 120  # characters; a longer story is read by the search


def understand(text: str, today: date) -> Asked | None:
    """What is asked of whose case; None for a plain question about the text."""
    clean = sentence(text)
    duty = duty_of(clean)
    if duty is None:
        return None
    try:
        times = mentions(clean, today)
    except NoSuchDay as day:
        return Asked(duty, wrong=says("wrong", "no_such_day", day=day), dated=True)
    asked = _BY_DUTY[duty](Asked(duty), clean, times, today)
    asked = replace(asked, dated=asked.dated and has("asks", clean))
    return asked if asked.dated or has("own", clean) or has("now", clean) else None


def duty_of(clean: str) -> Duty | None:
    """The duty that a sentence is about; None for none, and for what other rules are about."""
    if len(clean) > LONGEST or has("elsewhere", clean):
        return None
    duty = first("duties", clean)
    if not duty or one_of("aside", duty, clean):
        return None
    return cast(Duty, duty)


def _monthly(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """The months asked about; without one, those that the day of filing or today make due."""
    months = tuple(month for each in times for month in each.months)
    if has("due_next", clean) and not has("of_next", clean):
        months = (Month.of(today),)
    days = [each for each in times if each.unit == "day"]
    done = days[0].days if days and has("filed", clean) else None
    if done and not months:
        months = (Month.of(done.first).plus(-1),)
    return replace(asked, months=months, done=done, dated=bool(times))


def _missed(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """Months by what is said right after them; 从1月起 reaches until the last month over."""
    months: list[Month] = []
    filed: list[Month] = []
    since = False
    for place, each in enumerate(times):
        after = times[place + 1].start if place + 1 < len(times) else len(clean)
        run = _until_now(each, today) if each.since else each.months
        since = since or each.since
        (filed if _positive(clean[each.end : after]) else months).extend(run)
    count = None if months else _count(clean)
    scattered = has("scattered", clean)
    known = since or has("only", clean) or (count is not None and not scattered)
    return replace(
        asked,
        months=tuple(dict.fromkeys(months)),
        filed=tuple(dict.fromkeys(filed)),
        count=count,
        scattered=scattered,
        done=_mended(clean, times, today),
        others="on_time" if known or filed else "",
        dated=bool(months) or (count is not None and has("own", clean)),
    )


def _until_now(since: Mention, today: date) -> tuple[Month, ...]:
    first_ = since.months[0] if since.months else Month.of(since.days.first)
    return tuple(months_between(first_, Month.of(today).plus(-1)))


def recent(clean: str, today: date) -> tuple[Month, ...]:
    """最近三个月: the last months that are over."""
    count = _count(clean)
    last = Month.of(today)
    return tuple(last.plus(-step) for step in range(count, 0, -1)) if count else ()


def _positive(words: str) -> bool:
    return has("filed_then", words) and not has("missing", words)


def _mended(clean: str, times: list[Mention], today: date) -> Days | None:
    """The day on which what was missed was filed after all; today where it is not said."""
    if not has("mended", clean):
        return None
    days = [each.days for each in times if each.unit == "day"]
    return days[-1] if days else Days(today, today)


def _count(clean: str) -> int | None:
    match = found("count", clean)
    if match is None:
        return None
    if match["number"]:
        number = spoken(match["number"])
        return int(number) if number is not None and number.denominator == 1 else None
    return 6 if match["half"] else 12  # months of half a year, of a year


def _change(asked: Asked, clean: str, times: list[Mention], _: date) -> Asked:
    """The first time is the change; a later one after 才 or 报告 is the report."""
    done = None
    if len(times) > 1 and has("reported", clean[times[0].end : times[1].start]):
        done = times[1].days
    return replace(
        asked,
        day=times[0].days if times else None,
        done=done,
        kind=first("changes", clean),
        aspect="who" if has("who", clean) else "",
        dated=bool(times) or has("just", clean),
    )


def _validity(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """When it was certified, or until when it is said to be valid."""
    until = [each for each in times if has("ends", clean[each.end : each.end + 4])]
    begun = [each for each in times if each not in until]
    if not has("certified", clean):
        begun = []
    day = begun[0].days if begun else None
    end = until[0].days if until and not day and until[0].unit in ("day", "month") else None
    return _not_ahead(replace(asked, day=day, done=end, dated=bool(day or end)), today)


def _publicity(asked: Asked, clean: str, times: list[Mention], _: date) -> Asked:
    """公示从周一开始 of nobody's case is an example, not a day."""
    accused = has("accused", clean)
    return replace(
        asked,
        day=times[0].days if times else None,
        aspect="accused" if accused else "",
        dated=accused or bool(times and (has("own", clean) or times[0].named)),
    )


def _rectification(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    done = times[1].days if len(times) > 1 and has("rectified", clean) else None
    kind = "整改通知" if has("told", clean) else "测评不合格"
    day = times[0].days if times else None
    return _not_ahead(replace(asked, day=day, done=done, kind=kind, dated=bool(times)), today)


def _annual(asked: Asked, _: str, __: list[Mention], ___: date) -> Asked:
    return asked


def _ban(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    day = times[0].days if times else None
    kind = first("grounds", clean)
    return _not_ahead(replace(asked, day=day, kind=kind, dated=bool(times)), today)


def _not_ahead(asked: Asked, today: date) -> Asked:
    """A beginning that lies in the future is questioned, not computed."""
    if asked.day is None or asked.day.first <= today:
        return asked
    return replace(asked, day=None, wrong=says("wrong", "ahead", day=_shown(asked.day)))


def checked(asked: Asked, today: date) -> Asked:
    """The same for a day that was given in answer to a question."""
    if asked.duty in ("change", "publicity"):
        limit = today + timedelta(days=366)
        far = asked.day is not None and asked.day.first > limit
        return _not_ahead(asked, today) if far else asked
    return _not_ahead(asked, today)


def _shown(days: Days) -> str:
    return f"{days.first.year}年{days.first.month}月{days.first.day}日"


_BY_DUTY: Mapping[Duty, Callable[[Asked, str, list[Mention], date], Asked]] = {
    "monthly": _monthly,
    "missed": _missed,
    "change": _change,
    "validity": _validity,
    "publicity": _publicity,
    "rectification": _rectification,
    "annual": _annual,
    "ban": _ban,
}
