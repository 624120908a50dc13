"""When, as people say it: 2019年3月, 19年3月5号, 前年, 三年多, 下个月; a day or a span of days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from knowledge.rules.deadlines.months import months_later, years_later
from knowledge.rules.eligibility.amounts import plain
from knowledge.rules.eligibility.days import Days, NoSuchDay
from knowledge.rules.spoken import spoken

_N = "[0-9零〇一二三四五六七八九十两]+"
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_YEARS |= {"后年": 2}
_YEAR = (
    rf"(?P<named>{'|'.join(_YEARS)})"
    r"|(?P<year>(?:19|20)?\d{2}|[一二三四五六七八九〇零]{2,4})(?:年|(?=[-/.]))"
)
_DATE = re.compile(
    rf"(?:{_YEAR})(?:度|的)?(?:[-/.]?(?P<month>{_N})(?:月份?|[-/.]|$)(?:(?P<day>{_N})[日号]?)?)?"
)
_DOTTED = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)?|(?:19|20)\d{2}")
_MONTH = re.compile(rf"(?P<month>{_N})月份?(?:(?P<day>{_N})[日号])?")
_HALF = re.compile("(上|下)半年")
_EDGE = re.compile("年?(初|底|末)(?!前)")
_BEGAN = re.compile("的?(?:就|才|时|开始|成立|注册|登记|设立|创办|建|办|起)")
_AGO = re.compile(
    r"(?P<years>[0-9零〇一二三四五六七八九十两百]+)?(?P<few>几)?(?P<more1>多|来)?(?:个)?(?:周)?年"
    r"(?:零|又)?(?P<half>半)?(?P<more>多|来)?(?:(?P<months>[0-9一二三四五六七八九十两]+)个月)?(?P<over>以上|出头)?"
)
_HALF_A_YEAR = re.compile("^(?:刚|才|大概|有|就)*半年(?:多|左右|了)*$")
_LONG = re.compile(r"\d{2}年(?:了|多|以上|来)|(?:了|有|干|做|满)\d{2}年")
_PAIR = re.compile("(十?[一二三四五六七八]?)([一二三四五六七八])([二三四五六七八九])(?=年)")
_DIGITS = "一二三四五六七八九"
_ALWAYS = 100 * 12  # months: no bound, for what is said to be over three years
_MONTHS_ON = re.compile(
    r"(?P<months>[0-9一二三四五六七八九十两半]+)个?(?P<unit>月|年)(?:以?后|之后)"
)
_NOW = re.compile("今天|现在|当天|马上|目前|立即|这就|就今日|今日|today|now", re.IGNORECASE)
_LEAST = re.compile("至少|超过|不止|起码|以上")
_LESS = re.compile("不到|不足|不满|没到|没有?满|还没|快|将近|接近")


def when(text: str, today: date, *, ahead: bool = False) -> Days | None:
    """The day or span that a text names, `ahead` where it lies in the future; raises NoSuchDay."""
    clean = plain(text)
    return (
        _absolute(clean, today)
        or (_ahead(clean, today) if ahead else None)
        or (None if ahead else _since(clean, today))
    )


def written(days: Days) -> str:
    """2019-03-05, 2019-03, 2019, or two days with 至 between."""
    first, last = days.first, days.last
    if first == last:
        return first.isoformat()
    if (first.day, last) == (1, _last_of(first.year, first.month)):
        return first.isoformat()[:7]
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and _same_year(days):
        return str(first.year)
    return f"{first}至{last}"


def _same_year(days: Days) -> bool:
    return days.first.year == days.last.year


def _absolute(text: str, today: date) -> Days | None:
    if _LONG.search(text) or _years_apart(text) or re.search("不是|如果", text):
        return None
    found = list(_DATE.finditer(text)) or list(_DOTTED.finditer(text))
    if len(found) != 1:
        return None
    groups = {"named": None, "month": None, "day": None, **found[0].groupdict()}
    year = _year(groups["named"], groups.get("year") or found[0][0], today)
    month, day = _part(groups["month"]), _part(groups["day"])
    if year is None or (groups["month"] and month is None):
        return None
    rest = text[found[0].end() :]
    half, edge = _HALF.search(rest), _EDGE.match(rest)
    if month is None and (half or edge):
        return _halved(year, half[1]) if half else _at_edge(year, edge[1] if edge else "")
    days = _days(year, month, day)
    short = re.fullmatch(r"\d{2}", groups.get("year") or "")
    since = _BEGAN.match(rest)
    return _or_ago(days, int(short[0]), today) if short and not (month or since) else days


def _or_ago(days: Days, years: int, today: date) -> Days:
    """18年 is the year 2018 or eighteen years: the span holds both."""
    ago = years_later(today, -years)
    return Days(min(days.first, ago), max(days.last, ago))


def _years_apart(text: str) -> tuple[int, int] | None:
    """五六年, 十七八年: between five and six years, not 1956."""
    found = _PAIR.search(text)
    if not found or _DIGITS.index(found[3]) != _DIGITS.index(found[2]) + 1:
        return None
    low, high = spoken(found[1] + found[2]), spoken(found[1] + found[3])
    return (int(low), int(high)) if low is not None and high is not None else None


def _year(named: str | None, digits: str, today: date) -> int | None:
    if named:
        return today.year + _YEARS[named]
    year = spoken(digits.rstrip("年"))
    if year is None or year.denominator > 1:
        return None
    if year >= 1900:
        return int(year)
    this = today.year % 100
    return None if len(digits) > 2 else int(year) + (2000 if year <= this + 10 else 1900)


def _part(text: str | None) -> int | None:
    number = spoken(text) if text else None
    return int(number) if number is not None and number.denominator == 1 else None


def _days(year: int, month: int | None, day: int | None) -> Days:
    try:
        if month is None:
            return Days(date(year, 1, 1), date(year, 12, 31))
        if day is None:
            return Days(date(year, month, 1), _last_of(year, month))
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        shown = "-".join(f"{part:02}" for part in (year, month, day) if part is not None)
        raise NoSuchDay(shown) from None


def _last_of(year: int, month: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, monthrange(year, month)[1])


def _halved(year: int, half: str) -> Days:
    first, last = (1, 6) if half == "上" else (7, 12)
    return Days(date(year, first, 1), _last_of(year, last))


def _at_edge(year: int, edge: str) -> Days:
    """年初 and 年底 are the first and the last three months, about."""
    first, last = (1, 3) if edge == "初" else (10, 12)
    return Days(date(year, first, 1), _last_of(year, last))


def _since(text: str, today: date) -> Days | None:
    """三年多: so long until today; a bare 三年 may be half a year more or less."""
    if found := _MONTH.search(text):
        _no_such_day(_part(found["month"]), _part(found["day"]))
        return None
    if _HALF_A_YEAR.search(text):
        return Days(_back(today, 12), _back(today, 3))
    if pair := _years_apart(text):
        return Days(_back(today, (pair[1] + 1) * 12), _back(today, pair[0] * 12))
    found = _AGO.search(text)
    years = spoken(found["years"]) if found and found["years"] else None
    if found is None or years is None or years > 200 or years.denominator > 1:
        return None
    least, most = _months_ago(text, found, int(years) * 12)
    return Days(_back(today, most), _back(today, max(least, 0)))


def _no_such_day(month: int | None, day: int | None) -> None:
    """2月30日 is in no year."""
    if month is None or day is None:
        return
    try:
        date(2000, month, day)
    except ValueError:
        raise NoSuchDay(f"{month}月{day}日") from None


def _months_ago(text: str, found: re.Match[str], months: int) -> tuple[int, int]:
    """The least and the most time that it may be."""
    half = 6 if found["half"] else 0
    if found["months"]:
        exact = months + (_part(found["months"]) or 0)
        return exact, exact + 1
    if _LESS.search(text):
        return 0, months + half
    if found["over"] or _LEAST.search(text):
        return months + half, _ALWAYS
    if found["few"] or (found["more1"] == "多" and months % 120 == 0):
        return months, months + 120  # 十几年, 二十多年
    if found["more"] or found["more1"] == "多":
        return months + half, months + 12
    return (months + 3, months + 9) if half else (months - 6, months + 6)


def _back(today: date, months: int) -> date:
    years, rest = divmod(months, 12)
    return months_later(years_later(today, -years), -rest) if rest else years_later(today, -years)


def _ahead(text: str, today: date) -> Days | None:
    """今天, 下个月, 三个月后, 5月20号; a month that is over this year is next year's."""
    if _NOW.search(text):
        return Days(today, today)
    if found := re.search("(明|后)[天日]", text):
        day = today + timedelta(days=1 if found[1] == "明" else 2)
        return Days(day, day)
    if re.search("下个?(?:周|星期|礼拜)", text):
        monday = today + timedelta(days=7 - today.weekday())
        return Days(monday, monday + timedelta(days=6))
    if re.search("下个?月", text):
        following = months_later(today.replace(day=1), 1)
        return _days(following.year, following.month, None)
    if re.search("这个?月|本月", text):
        return Days(today, _last_of(today.year, today.month))
    if half := _HALF.search(text):
        return _halved(today.year, half[1])
    if edge := re.search("年(底|末)", text):
        return _at_edge(today.year, edge[1])
    if found := _MONTHS_ON.search(text):
        number = 6 if found["months"] == "半" else (_part(found["months"]) or 0)
        number *= 12 if found["unit"] == "年" and found["months"] != "半" else 1
        day = months_later(today, number)
        return _days(day.year, day.month, None)
    return _next(text, today)


def _next(text: str, today: date) -> Days | None:
    """A month, or a day of it, without a year: the next one."""
    several = list(_MONTH.finditer(text))
    found = several[0] if len(several) == 1 else None
    month = _part(found["month"]) if found else None
    if found is None or month is None:
        return None
    day = _part(found["day"])
    _no_such_day(month, day)
    past = (month, day or 31) < (today.month, today.day)
    return _days(today.year + past, month, day)
