"""What a message says of a monthly report: which month, filed when, or not filed at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from knowledge.rules.deadlines.months import Month
from knowledge.rules.eligibility.amounts import plain

Meaning = Literal["filed", "not_filed", "undone", "asked", "how"]

LONG_AGO = 6  # months
_DIGITS = "一二三四五六七八九十"
_NUMBER = r"(1[0-2]|0?[1-9]|十[一二]|[一二三四五六七八九十])"
_FULL_DAY = re.compile(rf"(?:(20\d\d)年)?(?<![\d十]){_NUMBER}月(\d{{1,2}})[日号]")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[日号]")
_MONTH = re.compile(rf"(?:(20\d\d)年)?(?<![\d十]){_NUMBER}月(?!\d)")
_SEVERAL = re.compile(rf"(?<![\d十]){_NUMBER}(?:月份?[、,和跟到至-]?|[、,和跟到至-]){_NUMBER}月")
_NOT = re.compile("没|未|还差|忘|漏|来不及|不想|别")
_HOW = re.compile("怎么|怎样|咋|如何|什么|啥|哪|几|多少|会不会|能不能|后果|为何")
_ASKED = re.compile("吗|么|没有$|了没|是否|是不是|要不要|用不用|需不需|该不该|[?？]")
_UNDONE = re.compile(
    "撤回|撤销|撤銷|作废|作廢|取消.{0,4}记录|(?:报|報|记|記|说|說|搞|弄|填)错|误报|誤報|"
    "(?:其实|實際|实际|原来|原來).{0,6}[没沒未]|改(?:成|回|为|為)[没沒未]"
)
_DONE = re.compile("报|報|填|交|提交|完成|好了|搞定|done|filed|submitted", re.IGNORECASE)
_REPORT = re.compile("月报|报表|填报|月份?的?报|月報|報表|填報|monthly report")
_BACK = (("大前天", 3), ("前天", 2), ("昨", 1))


@dataclass(frozen=True)
class SaidFiling:
    """`filed_on` is None where no day is named; then it is the day of the message.

    `how` is a question about reports in general, `asked` one about this report.
    """

    meaning: Meaning
    month: Month
    filed_on: date | None
    year_said: bool = False


def said_filing(text: str, today: date) -> SaidFiling:
    """How a message is understood; 本月报表 is the report that is due this month: last month's."""
    folded = plain(text)
    day = _day(folded, today)
    rest = _FULL_DAY.sub("", folded)
    named = _MONTH.search(rest)
    return SaidFiling(meaning_of(folded), _month(rest, today), day, bool(named and named[1]))


def meaning_of(text: str) -> Meaning:
    """Whether a message says that a report is filed, is not, was said to be by mistake, or asks."""
    if _HOW.search(text):
        return "how"
    if _ASKED.search(text):
        return "asked"
    if _UNDONE.search(text):
        return "undone"
    return "not_filed" if _NOT.search(text) or not _DONE.search(text) else "filed"


def is_long_ago(said: SaidFiling, today: date) -> bool:
    """12月 said in November is more likely a slip than the one of last year."""
    return not said.year_said and said.month < Month.of(today).plus(-LONG_AGO)


def sounds_certain(text: str) -> bool:
    """Whether the words say by themselves that a monthly report is filed."""
    return bool(_REPORT.search(text)) and meaning_of(text) == "filed"


def names_month(text: str) -> bool:
    """Whether a month is named, by number or as this or last month."""
    return bool(_MONTH.search(_FULL_DAY.sub("", text)) or re.search("上个?月|本月|这个?月", text))


def names_several_months(text: str) -> bool:
    """8月9月, 8、9月: of which only one could be kept at a time."""
    return bool(_SEVERAL.search(_FULL_DAY.sub("", plain(text))))


def corrects_day(text: str, said: SaidFiling) -> bool:
    """报错了，是9号 gives another day; 报错了，9号没报 takes the report back."""
    return said.filed_on is not None and not _NOT.search(text)


def mentions_report(text: str) -> bool:
    """Whether filing is spoken of at all: 好了 and 交完了 may be said of anything."""
    return bool(re.search("报|報|填|file", text))


def _month(text: str, today: date) -> Month:
    this = Month.of(today)
    if named := _MONTH.search(text):
        return _latest(named[1], _number(named[2]), today)
    return this.plus(-2) if re.search("上上个?月", text) else this.plus(-1)


def _latest(year: str | None, number: int, today: date) -> Month:
    """The month of that number that began last, where no year is written."""
    if year:
        return Month(int(year), number)
    found = Month(today.year, number)
    return found if found <= Month.of(today) else found.plus(-12)


def _day(text: str, today: date) -> date | None:
    if full := _FULL_DAY.search(text):
        return _dated(_latest(full[1], _number(full[2]), today), int(full[3]))
    if alone := _DAY.search(text):
        return _dated(Month.of(today), int(alone[1]))
    return next((today - timedelta(days=back) for word, back in _BACK if word in text), None)


def _dated(month: Month, day: int) -> date | None:
    return month.day(day) if 1 <= day <= month.length else None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return sum(_DIGITS.index(each) + 1 for each in text)  # 十二 is ten and two
