"""What a sentence asks about a deadline, and which facts of the asker it gives."""

from __future__ import annotations

import re
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
from knowledge.rules.spoken import spoken

LONGEST = 70  # characters; a longer story is read by the search
SHORT = 16  # characters; whoever writes more tells the case again


def understand(text: str, today: date) -> Asked | None:
    """What is asked of whose case; None for a plain question about the text."""
    clean = sentence(text)
    duty = duty_of(clean)
    if duty is None:
        return None
    try:
        times = mentions(clean, today, soon=duty == "monthly" and not _was_filed(clean))
    except NoSuchDay as day:
        return Asked(duty, wrong=says("wrong", "no_such_day", day=day), dated=True)
    asked = _BY_DUTY[duty](Asked(duty), clean, times, today)
    if asked.aspect == "partial":
        return replace(asked, dated=True)
    told = has("asks", clean) or _happened(asked, clean)
    dated = asked.dated and told and (_owned(clean) or _precise(times))
    return replace(asked, dated=dated) if dated or _timely(asked, clean) else None


def understand_after(before: str, text: str, today: date) -> Asked | None:
    """What a short message asks of the case that was told before it: 最晚什么时候, 逾期了会怎样."""
    clean = sentence(text)
    named = duty_of(clean)
    if not before or len(clean) > SHORT or not (named or has("asks_time", clean)):
        return None
    asked = understand(f"{before}，{text}", today)
    if asked is None or not asked.dated:
        return None
    again = asked.duty == "ban" and named == "validity"  # 什么时候能再报
    return asked if again or named in (None, asked.duty) else None


def understand_more(before: str, text: str, today: date) -> Asked | None:
    """The same as `understand`; 那6月7月也没报呢 adds to the months that were told before."""
    asked = understand(text, today)
    if asked is None or asked.duty != "missed" or "也" not in text:
        return asked
    told = understand(before, today) if before else None
    both = understand(f"{before}，{text}", today) if told and told.duty == "missed" else None
    return both if both and both.duty == "missed" else asked


def names_duty(text: str) -> bool:
    """Whether a message asks for a day and no more, or says of what: 那整改到几号."""
    clean = sentence(text)
    named = duty_of(clean) is not None and has("asks_time", clean)
    return named or has("only_time", clean)


def _was_filed(clean: str) -> bool:
    return has("filed", clean) and not has("would", clean)


def _happened(asked: Asked, clean: str) -> bool:
    """上周五单位改名了: nothing is asked, and what it means for the day is what helps."""
    exact = asked.day is not None and asked.day.first == asked.day.last
    return exact and clean.endswith("了")


def _owned(clean: str) -> bool:
    return any(has(name, clean) for name in ("own", "just", "accused"))


def _precise(times: list[Mention]) -> bool:
    """2023年认定的 and 改名四个月了 may be examples; a month or a day is somebody's."""
    return any(each.unit in ("day", "month") and each.named for each in times)


def _timely(asked: Asked, clean: str) -> bool:
    """Whether somebody asks for a time of their own, or gives one."""
    asks = has("asks_time", clean)
    given = bool(asked.day or asked.done or asked.months or asked.wrong)
    if has("own", clean):
        asks = asks or (asked.duty == "change" and has("asks", clean))
        return asks or given or asked.count is not None or has("now", clean)
    return has("now", clean) or (asks and given)


def _about(name: str, clean: str, times: list[Mention]) -> Mention | None:
    """The time that such words follow, else that they precede; of several, none at a guess."""
    for place, each in enumerate(times):
        after = times[place + 1].start if place + 1 < len(times) else len(clean)
        if has(name, clean[each.end : min(after, each.end + 12)]):
            return each
    for place, each in enumerate(times):
        before = times[place - 1].end if place else 0
        if has(name, clean[max(before, each.start - 12) : each.start]):
            return each
    return times[0] if len(times) == 1 else None


def _later(first_: Mention | None, times: list[Mention]) -> Mention | None:
    """The time that is named after the first one."""
    follow = [each for each in times if first_ is not None and each.start > first_.start]
    return follow[0] if follow else None


def duty_of(clean: str) -> Duty | None:
    """The duty that a sentence is about; None for none, and for what other rules are about."""
    if len(clean) > LONGEST or has("elsewhere", clean) or has("theirs", clean):
        return None
    duty = first("duties", clean)
    if not duty or one_of("aside", duty, clean):
        return None
    if duty == "missed" and has("in_time", clean) and not has("consequence", clean):
        return "monthly"
    if duty in ("missed", "monthly") and (has("late_by", clean) or has("partial", clean)):
        return "monthly"
    return cast(Duty, duty)


def _monthly(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """The months asked about; without one, those that the day of filing or today make due."""
    start = _title_began(clean, times)
    times = [each for each in times if each is not start]
    months = tuple(dict.fromkeys(month for each in times for month in each.months))
    if has("due_next", clean) and not has("of_next", clean):
        months = (Month.of(today),)
    days = [each for each in times if each.unit == "day"]
    done = days[0].days if days and has("filed", clean) else None
    if done and not months:
        months = (Month.of(done.first).plus(-1),)
    late = _late_by(clean) if months and not done else None
    return replace(
        asked,
        months=months,
        done=done,
        late=late,
        day=start.days if start else None,
        aspect="partial" if has("partial", clean) and not start else "",
        dated=_own_months(clean, times) or start is not None,
    )


def _title_began(clean: str, times: list[Mention]) -> Mention | None:
    """我们11月15号认定的: from when reports are owed."""
    days = [each for each in times if each.unit == "day" and each.named]
    return next((each for each in days if has("certified", clean[each.end : each.end + 3])), None)


def _late_by(clean: str) -> int | None:
    """晚了两天, 拖了一周: days after the last day."""
    match = found("late_by", clean)
    number = spoken(match["days"]) if match else None
    if match is None or number is None:
        return None
    return int(number) * (1 if match["unit"] in ("天", "日") else 7)


def _own_months(clean: str, times: list[Mention]) -> bool:
    """上个月的数据几号前填 is a plain question, unless somebody's own."""
    named = any(each.unit == "month" and each.absolute for each in times)
    return bool(times) and (named or has("own", clean) or has("filed", clean))


def _missed(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """Months by what is said right after them; 从1月起 reaches until the last month over."""
    months: list[Month] = []
    filed: list[Month] = []
    since = False
    for place, each in enumerate(times):
        after = times[place + 1].start if place + 1 < len(times) else len(clean)
        if clean[each.end :].startswith("补") and not each.absolute:
            continue  # 这个月补: when it is filed, not what was missed
        run = _until_now(each, today) if each.since else each.months
        if each.unit == "year" and has("all_year", clean[each.end :]):
            run = _of_year(each, today)
            since = True
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
        dated=bool(months) or (count is not None and has("own", clean) and not scattered),
    )


def _until_now(since: Mention, today: date) -> tuple[Month, ...]:
    first_ = since.months[0] if since.months else Month.of(since.days.first)
    return tuple(months_between(first_, Month.of(today).plus(-1)))


def _of_year(year: Mention, today: date) -> tuple[Month, ...]:
    """今年一次都没填: the months of the year that are over."""
    return tuple(month for month in _until_now(year, today) if month.year == year.days.first.year)


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
    if match["pair"]:
        return 2
    return 6 if match["half"] else 12  # months of half a year, of a year


def _change(asked: Asked, clean: str, times: list[Mention], _: date) -> Asked:
    """A time after that of the change is the report where 才 or 报告 says so."""
    changed = _about("changed", clean, times)
    later = _later(changed, times)
    reported = changed and later and _is_report(later, clean, changed.end)
    if changed and later and not reported and _within(later, changed):
        changed = later  # 上个月改名了，11月3号
    return replace(
        asked,
        day=changed.days if changed else None,
        done=later.days if later and reported else None,
        kind=first("changes", clean),
        aspect="who" if has("who", clean) else "",
        dated=changed is not None or has("just", clean),
    )


def _within(day: Mention, month: Mention) -> bool:
    return day.unit == "day" and month.days.first <= day.days.first <= month.days.last


def _is_report(time: Mention, clean: str, after: int) -> bool:
    """到十一月才说 is a report; 四个月了 and 六月还没说 are none."""
    told = has("reported", clean[after : time.end + 6])
    told = told and not has("who", clean[time.end : time.end + 8])
    named = time.unit != "about" or bool(time.months)
    return told and named and not has("missing", clean[time.end : time.end + 3])


def _validity(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    """When it was certified, or until when it is said to be valid."""
    until = [each for each in times if has("ends", clean[each.end : each.end + 4])]
    until = until or _term_ends(clean, times)
    if until:
        times = [each for each in times if each.start >= until[0].start]
    begun = [each for each in times if each not in until and _begins(each, clean, today)]
    start = _about("certified", clean, begun)
    day = start.days if start else None
    end = until[0].days if until and not day and until[0].unit in ("day", "month") else None
    aspect = "review" if has("review", clean) else ""
    asked = replace(asked, day=day, done=end, aspect=aspect, dated=bool(day or end))
    return _not_ahead(asked, today)


def _term_ends(clean: str, times: list[Mention]) -> list[Mention]:
    """The second of two days that an announcement states: 有效期是2024年1月1日至2026年12月31日."""
    days = [each for each in times if each.unit == "day"]
    if len(days) != 2 or not has("term", clean):
        return []
    return days[1:] if re.fullmatch("[到至~—-]", clean[days[0].end : days[1].start]) else []


def _begins(time: Mention, clean: str, today: date) -> bool:
    """A past time in a sentence about a certification, or any right before it."""
    if time.days.last >= today and not has("certified", clean[time.end : time.end + 4]):
        return False
    return has("certified", clean)


def _publicity(asked: Asked, clean: str, times: list[Mention], _: date) -> Asked:
    """公示从周一开始 of nobody's case is an example, not a day."""
    accused = has("accused", clean)
    published = _about("published", clean, times)
    return replace(
        asked,
        day=published.days if published else None,
        aspect="accused" if accused else "",
        dated=accused or bool(published and (has("own", clean) or published.named)),
    )


def _rectification(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    starts = [each for each in times if not has("up_to", clean[: each.start])]
    start = _about("failed", clean, starts)
    later = _later(start, times) if has("rectified", clean) else None
    asked = replace(
        asked,
        day=start.days if start else None,
        done=later.days if later else None,
        kind="整改通知" if has("told", clean) else "测评不合格",
        dated=start is not None,
    )
    return _not_ahead(asked, today)


def _annual(asked: Asked, clean: str, times: list[Mention], _: date) -> Asked:
    """The last day or month named is when it is handed in."""
    named = [each for each in times if each.unit in ("day", "month")]
    done = named[-1].days if named else None
    own = bool(named) and named[-1].unit == "day" and has("own", clean)
    return replace(asked, done=done, dated=own)


def _ban(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked:
    times = [each for each in times if not _is_missed(each, clean)]
    start = _about("revoked", clean, times)
    day = start.days if start else None
    kind = first("grounds", clean)
    return _not_ahead(replace(asked, day=day, kind=kind, dated=bool(day)), today)


def _is_missed(time: Mention, clean: str) -> bool:
    """去年3月到8月漏了: when nothing was filed, not when the title was lost."""
    clause = clean[time.end :].partition(",")[0]
    return bool(time.months) and has("missing", clause[:8]) and not has("revoked", clause)


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
