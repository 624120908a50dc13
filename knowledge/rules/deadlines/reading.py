"""Facts read from a JSON object.

Only `today` is needed; a missing key or null is unknown. What cannot be is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.rules.deadlines.facts import Event, Facts
from knowledge.rules.deadlines.months import Month

ON_TIME = "均按时填报"
OTHERS = "未列月份"
KEYS = frozenset(
    [
        "today",
        "认定公布日",
        "公告载明有效期",
        "月报",
        "事件",
        "公示发布日",
        "撤销决定日",
        "撤销依据",
    ]
)
EVENT_KEYS = frozenset(["类型", "日期", "决议日期", "登记日期"])
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?")
_MONTH = re.compile(r"([0-9]{4})[-/.年](0?[1-9]|1[0-2])月?")
_YEARS = range(1990, 2100)


class WrongFacts(KnowledgeError):
    """The facts cannot be as they are written."""


def read_facts(row: Any) -> Facts:
    """The facts in a JSON object; raises WrongFacts with a sentence that names the place."""
    if not isinstance(row, dict):
        raise WrongFacts('文件里应是一个 JSON 对象，例如 {"today": "2026-01-31"}。')
    today = _date(row.get("today"), "today")
    if today is None:
        raise WrongFacts("缺少“today”，请写上今天的日期，例如 2026-01-31。")
    filings, others_on_time = _filings(row.get("月报"), today)
    facts = Facts(
        today=today,
        certified=_date(row.get("认定公布日"), "认定公布日"),
        announced=_announced(row.get("公告载明有效期")),
        filings=filings,
        others_on_time=others_on_time,
        events=_events(row.get("事件")),
        publicised=_date(row.get("公示发布日"), "公示发布日"),
        revoked=_date(row.get("撤销决定日"), "撤销决定日"),
        ground=_text(row.get("撤销依据"), "撤销依据"),
    )
    if facts.revoked and facts.certified and facts.revoked < facts.certified:
        raise WrongFacts("“撤销决定日”早于“认定公布日”，请核对这两个日期。")
    return facts


def unused_keys(row: Mapping[str, Any]) -> list[str]:
    """Keys that no deadline reads, which may be misspelt; those of events too."""
    events = [key for each in row.get("事件") or () for key in each if key not in EVENT_KEYS]
    return [key for key in row if key not in KEYS] + events


def _date(value: Any, place: str) -> date | None:
    if value is None:
        return None
    found = _DATE.fullmatch(_plain(value)) if isinstance(value, str) else None
    if found is None:
        raise WrongFacts(f"“{place}”的日期写法不对，请写成 2026-01-31 的样子。")
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise WrongFacts(f"“{place}”的日期 {value} 不存在，请核对。") from None
    if day.year not in _YEARS:
        raise WrongFacts(f"“{place}”的年份 {day.year} 不对，请核对。")
    return day


def _plain(text: str) -> str:
    """With half-width digits, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _text(value: Any, place: str) -> str | None:
    if value is None or isinstance(value, str):
        return (value or "").strip() or None
    raise WrongFacts(f"“{place}”应是文字，请改成带引号的文字或 null。")


def _announced(value: Any) -> tuple[date | None, date | None]:
    if value is None:
        return (None, None)
    if not isinstance(value, list) or len(value) != 2:
        raise WrongFacts(
            '“公告载明有效期”应写成 [起, 止] 两个日期，例如 ["2024-01-01", "2026-12-31"]。'
        )
    first, last = (_date(each, "公告载明有效期") for each in value)
    if first and last and last < first:
        raise WrongFacts("“公告载明有效期”的止日早于起日，请核对。")
    return (first, last)


def _filings(value: Any, today: date) -> tuple[dict[Month, date | None], bool]:
    if value is None:
        return {}, False
    if not isinstance(value, dict):
        raise WrongFacts('“月报”应是一个对象，例如 {"2026-01": "2026-02-09"}。')
    others = value.get(OTHERS)
    if others not in (None, ON_TIME):
        raise WrongFacts(f"“{OTHERS}”只能写“{ON_TIME}”或 null。")
    filings: dict[Month, date | None] = {}
    for key, filed in value.items():
        if key == OTHERS:
            continue
        month = _month(key)
        if month in filings:
            raise WrongFacts(f"“月报”里的 {month} 写了两次，请只留一个。")
        filings[month] = _filed(key, filed, today)
    return filings, bool(others)


def _month(key: str) -> Month:
    found = _MONTH.fullmatch(_plain(key))
    if not found or int(found[1]) not in _YEARS:
        raise WrongFacts(f"“月报”里的月份“{key}”写法不对，请写成 2026-01 的样子。")
    return Month(int(found[1]), int(found[2]))


def _filed(key: str, value: Any, today: date) -> date | None:
    filed = _date(value, f"月报 {key}")
    if filed and filed > today:
        raise WrongFacts(f"“月报 {key}”的填报日期 {filed} 晚于今天 {today}，还没填报的请写 null。")
    if filed and filed < _month(key).first:
        raise WrongFacts(f"“月报 {key}”的填报日期 {filed} 早于该月第一天，请核对。")
    return filed


def _events(value: Any) -> tuple[Event, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise WrongFacts('“事件”应是一个列表，例如 [{"类型": "更名", "日期": "2026-01-31"}]。')
    return tuple(_event(each, place) for place, each in enumerate(value, 1))


def _event(value: Any, place: int) -> Event:
    kind = _text(value.get("类型"), f"事件 {place} 类型") if isinstance(value, dict) else None
    if kind is None:
        raise WrongFacts(
            f'第{place}个事件缺少“类型”，请写成 {{"类型": "更名", "日期": "2026-01-31"}}。'
        )
    keys = ("日期", "决议日期", "登记日期")
    day, decided, registered = (_date(value.get(key), f"事件 {place} {key}") for key in keys)
    return Event(kind, day or registered or decided, decided, registered)
