"""The times that a sentence names: 去年十一月十二月, 3到5月, 上周五, 前天, 三个月前, 上个月15号."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from knowledge.rules.deadlines.months import Month, months_between, months_later, years_later
from knowledge.rules.eligibility.days import Days, NoSuchDay
from knowledge.rules.spoken import spoken

_N = "[0-9零〇一二两三四五六七八九十]{1,3}"
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_TO = r"(?:到|至|-|~|—)"
_LIST = rf"{_N}(?:(?:[、,./和跟与]|{_TO}){_N})*?"
_YEAR = (
    rf"{'|'.join(_YEARS)}|(?<!\d)(?:19|20)\d\d(?=年|[-/.])|(?<![\d第])\d\d(?=年(?!前|后|内|以|来|多|了|期))"
    r"|[一二两三四五六七八九〇零]{2,4}(?=年(?!前|后|内|以|来|多|了|期))"
)
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3}
_DAYS |= {"明天": 1, "后天": 2}
_WEEKDAYS = "一二三四五六日"
_MONTHS = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "下": 1}
_PART = "(?:[初中上下底末]旬?)"
_AT = re.compile(
    rf"(?P<numeric>(?<!\d)(?:19|20)\d\d[01]\d[0-3]\d(?!\d))"
    rf"|(?P<year>{_YEAR})(?:年度?)?的?(?:"
    rf"(?P<months>{_LIST})月份?的?(?:(?P<day>{_N})[日号])?"
    rf"|[-/.](?P<dotted>\d\d?)(?:[-/.](?P<dotted_day>\d\d?)[日号]?)?(?!\d)"
    rf"|(?P<half>[上下])半年|(?P<edge>年?[初底末])(?!前))?"
    rf"|(?P<bare>{_LIST})月份?的?(?!报)(?:(?P<bare_day>{_N})[日号]|(?P<part>{_PART}))?"
    rf"|(?P<plain>{_LIST})月(?=报)"
    rf"|(?<!每)(?P<named>上上|上|这|本|当|下)个?月份?的?(?:(?P<named_day>{_N})[日号])?"
    rf"|(?P<relative>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
    r"|(?P<prefix>上上|上|这|本|下)?个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    rf"|(?P<ago>{_N}|半)(?P<unit>个半?月|天|日|个?星期|个?礼拜|周|年)(?P<more>半)?(?P<over>多|来)?(?:以?前|之前|了)"
    rf"|(?<![每月\d零一二三四五六七八九十])(?P<only>{_N})[日号](?!内|文|令|公告)"
)
_SINCE = re.compile(
    r"^(?:份|的)?(?:起|以来|开始|往后|以后|(?:一直)?(?:到|至)(?:现在|如今|目前|今(?:天|日|为止)?(?!年)))"
)
_JOINED = re.compile(r"^(?:份|的)?[、,和跟与/]?$")
_UP_TO = re.compile(rf"^(?:份|的)?{_TO}$")
_AHEAD = re.compile("打算|准备|计划|即将|将要|要在|预计|拟|快要")

Unit = Literal["day", "month", "year", "about"]


@dataclass(frozen=True)
class Mention:
    """One time in a text: a day, whole months, a year, or a span that is only about right."""

    days: Days
    unit: Unit
    start: int
    end: int
    months: tuple[Month, ...] = ()
    since: bool = False
    named: bool = True  # False for a weekday of no week in particular
    absolute: bool = True  # False for 上个月 and the like


def mentions(text: str, today: date, *, soon: bool = False) -> list[Mention]:
    """Every time named, in order; raises NoSuchDay for 2月30日.

    A month without a year is the last one that has begun, unless the text is about plans;
    `soon` where one that comes in a month or two is meant as well.
    """
    found: list[Mention] = []
    ahead = bool(_AHEAD.search(text))
    for match in _AT.finditer(text):
        before = found[-1] if found else None
        gap = text[before.end : match.start()] if before else "-"
        one = _mention(match, today, _carried(before, gap, match, today, soon), ahead)
        if one is None:
            continue
        one = replace(one, since=bool(_SINCE.search(text[one.end :])))
        if before and before.months and one.months and _UP_TO.search(gap):
            found[-1] = _joined(before, one)
        else:
            found.append(one)
    return found


def _joined(first: Mention, last: Mention) -> Mention:
    """去年11月到今年1月: all months between."""
    months = tuple(months_between(first.months[0], last.months[-1])) or last.months
    days = Days(months[0].first, months[-1].last)
    return replace(first, days=days, end=last.end, months=months, since=last.since)


def _carried(
    before: Mention | None, gap: str, match: re.Match[str], today: date, soon: bool
) -> int | None:
    """The year of the month before, for a month that follows it directly: 去年11月12月."""
    said = match["bare"] or match["plain"]
    if not said:
        return None
    if before is None or not before.months:
        return _soon(_numbers(said)[:1], today) if soon else None
    if not (_JOINED.search(gap) or _UP_TO.search(gap)):
        return None
    numbers = _numbers(said)
    last = before.months[-1]
    return last.year + (bool(numbers) and numbers[0] <= last.number)


def _soon(numbers: list[int], today: date) -> int | None:
    """The year of a month that comes in one or two months."""
    this = Month.of(today)
    return next((this.plus(n).year for n in (1, 2) if [this.plus(n).number] == numbers), None)


def _mention(match: re.Match[str], today: date, carried: int | None, ahead: bool) -> Mention | None:
    made = _made(match, today, carried, ahead)
    if made is None:
        return None
    days, unit, months = made
    loose = bool(match["weekday"]) and not match["prefix"]
    return Mention(
        days,
        unit,
        match.start(),
        match.end(),
        months,
        named=not loose,
        absolute=match["named"] is None,
    )


Made = tuple[Days, Unit, tuple[Month, ...]] | None


def _made(match: re.Match[str], today: date, carried: int | None, ahead: bool) -> Made:
    if said := match["numeric"]:
        return _day(int(said[:4]), int(said[4:6]), int(said[6:]))
    if said := match["year"]:
        return _in_year(match, _year(said, today), today)
    if said := match["bare"] or match["plain"]:
        return _in_some_year(match, said, today, carried, ahead)
    if said := match["named"]:
        month = Month.of(today).plus(_MONTHS[said])
        day = _number(match["named_day"])
        return _day(month.year, month.number, day) if day else _whole((month,))
    if said := match["relative"]:
        return _single(today + timedelta(days=_DAYS[said]))
    if match["weekday"]:
        return _single(_weekday(match["prefix"], match["weekday"], today))
    if match["ago"]:
        return _ago(match, today)
    return _lone_day(_number(match["only"]), today, ahead)


def _in_year(match: re.Match[str], year: int | None, today: date) -> Made:
    if year is None:
        return None
    if said := match["months"] or match["dotted"]:
        numbers = _numbers(said)
        day = _number(match["day"] or match["dotted_day"])
        if day and len(numbers) == 1:
            return _day(year, numbers[0], day)
        return _whole(_listed(year, numbers)) if numbers else None
    if half := match["half"]:
        first = 1 if half == "上" else 7
        return _whole(tuple(Month(year, first + step) for step in range(6)))
    if edge := match["edge"]:
        return _whole((Month(year, 1 if "初" in edge else 12),))
    return Days(date(year, 1, 1), date(year, 12, 31)), "year", ()


def _in_some_year(
    match: re.Match[str], said: str, today: date, carried: int | None, ahead: bool
) -> Made:
    """A month without a year is the last one that has begun, or the next one if planned."""
    numbers = _numbers(said)
    if not numbers:
        return None
    day = _number(match["bare_day"]) if match["bare_day"] else None
    year = carried if carried is not None else _likely_year(numbers[-1], today, ahead)
    if len(numbers) > 1 and numbers[0] > numbers[-1] and carried is None:
        year -= 1
    if day and len(numbers) == 1:
        return _day(year, numbers[0], day)
    months = _listed(year, numbers)
    if match["part"]:
        return Days(months[0].first, months[-1].last), "about", months
    return _whole(months)


def _likely_year(month: int, today: date, ahead: bool) -> int:
    if ahead:
        return today.year + (month < today.month)
    return today.year - (month > today.month)


def _listed(year: int, numbers: list[int]) -> tuple[Month, ...]:
    """Months in order; one that goes back begins the next year."""
    months: list[Month] = []
    for each in numbers:
        if not 1 <= each <= 12:
            raise NoSuchDay(f"{each}月")
        if months and each <= months[-1].number:
            year += 1
        months.append(Month(year, each))
    return tuple(months)


def _numbers(said: str) -> list[int]:
    """11, 十一、十二, 3到5, 七八: the numbers of a list of months."""
    if pair := re.fullmatch(rf"({_N}){_TO}({_N})", said):
        first, last = _number(pair[1]), _number(pair[2])
        if first is None or last is None:
            return []
        last += 12 if last < first else 0
        return [(each - 1) % 12 + 1 for each in range(first, last + 1)]
    parts = [each for each in re.split(r"[、,./和跟与]", said) if each]
    found = [number for each in parts for number in _in_a_row(each)]
    return [] if None in found else [each for each in found if each is not None]


def _in_a_row(said: str) -> list[int | None]:
    """七八 is 7 and 8, 十一二 is 11 and 12."""
    row = "零一二三四五六七八九"
    tens, digits = (10, said[1:]) if said.startswith("十") and len(said) > 2 else (0, said)
    if len(digits) > 1 and all(each in row for each in digits):
        return [tens + row.index(each) for each in digits]
    return [_number(said)]


def _number(said: str | None) -> int | None:
    value = spoken(said) if said else None
    return int(value) if value is not None and value.denominator == 1 else None


def _year(said: str, today: date) -> int | None:
    if said in _YEARS:
        return today.year + _YEARS[said]
    number = _number(said)
    if number is None or number >= 1900:
        return number
    return 2000 + number if number <= today.year % 100 + 10 else 1900 + number


def _day(year: int, month: int, day: int) -> Made:
    try:
        return _single(date(year, month, day))
    except ValueError:
        raise NoSuchDay(f"{year}年{month}月{day}日") from None


def _single(day: date) -> Made:
    return Days(day, day), "day", ()


def _whole(months: tuple[Month, ...]) -> Made:
    return Days(months[0].first, months[-1].last), "month", months


def _weekday(prefix: str | None, said: str, today: date) -> date:
    """周一 without more is the last one; 上周五 is in the week before this one."""
    number = _WEEKDAYS.index("日" if said == "天" else said)
    monday = today - timedelta(days=today.weekday())
    if prefix is None:
        return today - timedelta(days=(today.weekday() - number) % 7)
    return monday + timedelta(weeks=_MONTHS[prefix], days=number)


def _ago(match: re.Match[str], today: date) -> Made:
    """十天前 is a day; 四个月了 lies between four and five months back, 半年 about six."""
    half = match["ago"] == "半"
    number = _number(match["ago"]) or 0
    unit = match["unit"]
    if unit in ("天", "日") or "周" in unit or "星期" in unit or "礼拜" in unit:
        if half or match["over"]:
            return None
        return _single(today - timedelta(days=number * (1 if unit in ("天", "日") else 7)))
    months = number * 12 if unit == "年" else number
    months += 6 if (half or match["more"]) and unit == "年" else 0
    if unit != "年" and half:
        return Days(today - timedelta(days=20), today - timedelta(days=10)), "about", ()
    if months > 12 * 30:
        return None
    first = _back(today, months + 1) + timedelta(days=1)
    return Days(first, _back(today, months)), "about", ()


def _back(today: date, months: int) -> date:
    years, rest = divmod(months, 12)
    return months_later(years_later(today, -years), -rest)


def _lone_day(day: int | None, today: date, ahead: bool) -> Made:
    """15号: of this month, or of the last one where this month's is still to come."""
    if day is None or not 1 <= day <= 31:
        return None
    month = Month.of(today)
    if day > today.day and not ahead:
        month = month.plus(-1)
    return _single(month.day(day))
