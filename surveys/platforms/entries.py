"""What may stand in the register: names, a code that checks, dates that agree (Article 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge.rules.deadlines import Facts
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.validity import validity
from surveys.credit_codes import clean_credit_code, credit_code_problem
from surveys.platforms.errors import WrongEntry
from surveys.platforms.model import Entry

LONGEST_NAME, LONGEST_SHORT_NAME, LONGEST_NOTE, LONGEST_SOURCE = 120, 60, 500, 160
KINDS = (
    "更名",
    "重组",
    "法定代表人变更",
    "合并",
    "分立",
    "迁址",
    "变更报告",
    "测评合格",
    "测评不合格",
    "测评反馈",
    "暂停",
    "整改通知",
    "整改",
    "整改完成",
    "恢复称号",
    "拒不配合",
    "弄虚作假",
    "违法违规",
    "撤销",
    "其他",
)
WITHDRAWN = "作废"  # with `replaces`: that row was a mistake and nothing takes its place


@dataclass(frozen=True)
class Draft:
    """An entry as it was typed; `valid_until` only where the announcement states it."""

    name: str
    credit_code: str
    recommender: str
    certified_on: date
    valid_until: date | None = None
    short_name: str = ""


def checked(draft: Draft) -> Entry:
    """The entry that a draft makes; raises WrongEntry."""
    code = clean_credit_code(draft.credit_code)
    if problem := credit_code_problem(code):
        raise WrongEntry(f"统一社会信用代码{problem}。")
    if draft.valid_until and draft.valid_until <= draft.certified_on:
        raise WrongEntry("有效期的截止日应晚于认定公布日，请核对公告。")
    return Entry(
        name=_name(draft.name, "平台名称", LONGEST_NAME),
        credit_code=code,
        recommender=_name(draft.recommender, "推荐单位", LONGEST_NAME),
        certified_on=draft.certified_on,
        valid_until=draft.valid_until or last_day(draft.certified_on),
        announced=draft.valid_until is not None,
        short_name=_short(draft.short_name),
    )


def last_day(certified_on: date) -> date:
    """The last day of validity, counted cautiously where the readings differ by a day."""
    safe = validity(Facts(certified_on, certified=certified_on))[0].span.safe
    assert safe is not None  # one reading at least follows from the day of certification
    return safe


def month_of(text: str) -> Month:
    """A month written as 2026-03; raises WrongEntry."""
    year, dash, number = text.strip().partition("-")
    if dash and _digits(year, 4) and _digits(number, 2) and 1 <= int(number) <= 12:
        return Month(int(year), int(number))
    raise WrongEntry(f"月份“{text}”应写成年-月，例如 2026-03。")


def require_filing(entry: Entry, month: Month, filed_on: date | None, today: date) -> None:
    """Refuse a report that cannot be: from the future, or of a month before the title."""
    if month > Month.of(today):
        raise WrongEntry(f"{month} 还没有到，不能记为已报，请核对月份。")
    if filed_on and filed_on > today:
        raise WrongEntry(f"填报日期 {filed_on} 还没有到，请核对。")
    if filed_on and filed_on < month.first:
        raise WrongEntry(f"{filed_on} 早于 {month}，这个月的情况那时还没有，请核对月份和日期。")
    if month < Month.of(entry.certified_on):
        raise WrongEntry(f"{month} 在认定（{entry.certified_on}）之前，不用填报，请核对月份。")


def require_event(kind: str, day: date, note: str, today: date) -> None:
    """Refuse an event of a kind that nobody knows, from the future, or with a long note."""
    if kind not in (*KINDS, WITHDRAWN):
        raise WrongEntry(f"不认识事件“{kind}”，请用其中之一：{'、'.join(KINDS)}。")
    if day > today:
        raise WrongEntry(f"事件日期 {day} 还没有到，发生后再记。")
    if len(note) > LONGEST_NOTE:
        raise WrongEntry(f"说明最多{LONGEST_NOTE}字，现在{len(note)}字，请写短一些。")


def _name(text: str, what: str, most: int, least: int = 2) -> str:
    name = " ".join(text.split())
    if not least <= len(name) <= most:
        raise WrongEntry(f"{what}应有{least}到{most}个字，现有{len(name)}个字，请核对。")
    return name


def _short(text: str) -> str:
    """Long enough not to be found in what is said of something else: 平台, 中心."""
    return _name(text, "平台简称", LONGEST_SHORT_NAME, least=4) if text.strip() else ""


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit() and int(text) > 0
