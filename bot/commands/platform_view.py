"""What `huiqi platform` shows of an entry, an event and a whole record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from knowledge.rules.deadlines import Deadline, as_json
from surveys.platforms.model import Entry, Happening, Record, beijing_day
from surveys.platforms.outlook import Outlook, Standing
from surveys.platforms.register import Said

STANDINGS: dict[Standing, str] = {
    "valid": "有效期内",
    "last_day_unclear": "有效期届满日有两种数法，今天是否有效请以公告为准",
    "suspended": "称号暂停中",
    "revoked": "称号已撤销",
    "expired": "有效期已过",
    "not_yet": "尚未到认定公布日",
}


def fields(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "short_name": entry.short_name,
        "code": entry.credit_code,
        "recommender": entry.recommender,
        "certified_on": entry.certified_on.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
        "valid_until_announced": entry.announced,
    }


def past(entry: Entry, said: Said) -> dict[str, Any]:
    return {**fields(entry), "said_by": said.by, "said_on": beijing_day(said.at).isoformat()}


def event_fields(event: Happening) -> dict[str, Any]:
    return {"id": event.id, "kind": event.kind, "day": event.day.isoformat(), "note": event.note}


def shown(record: Record, seen: Outlook) -> dict[str, Any]:
    return {
        **fields(record.entry),
        "standing": seen.standing,
        "missed_months": seen.missed,
        "unrecorded_months": seen.unrecorded,
        "filings": {str(month): iso(day) for month, day in sorted(record.filings.items())},
        "events": [event_fields(each) for each in record.events],
        "due": [as_json(each, seen.today) for each in seen.due],
        "deadlines": [as_json(each, seen.today) for each in seen.all],
    }


def lines(record: Record, seen: Outlook) -> Iterator[str]:
    entry = record.entry
    yield f"{entry.name}（{entry.credit_code}）"
    yield f"推荐单位：{entry.recommender}"
    until = f"认定公布日 {entry.certified_on}，有效期至 {entry.valid_until}"
    yield f"{until}：{STANDINGS[seen.standing]}"
    yield f"已知连续未按规定填报{seen.missed}个月；{seen.unrecorded}个月没有记录，不当作漏报。"
    for event in record.events:
        yield f"[{event.id}] {event.day} {event.kind} {event.note}".rstrip()
    yield "接下来（按征求意见稿）：" if seen.due else "没有已知的到期事项。"
    for each in seen.due:
        what = f"{each.obligation} {each.period or ''}".rstrip()
        yield f"  {each.span.known} {what}：{_left(each, seen.today)}。{each.said.advice}"


def _left(deadline: Deadline, today: date) -> str:
    if deadline.span.known is None:
        return "日期不明"
    days = (deadline.span.known - today).days
    return f"还剩{days}天" if days >= 0 else f"已过{-days}天"


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
