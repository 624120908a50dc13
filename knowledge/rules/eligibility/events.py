"""Entries of 违法失信异常事件, written as sentences or as objects (Article 6 (6))."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from knowledge.rules.eligibility.amounts import plain
from knowledge.rules.eligibility.days import Days, days_in, read_day
from knowledge.rules.eligibility.facts import Event
from knowledge.rules.eligibility.flags import flag, is_unknown

_LISTED = re.compile("名录|名单|失信|黑名单|被执行")
_END = re.compile("移出|移除|解除|修复|终止|撤出|结束|删除|退出")
_STILL = re.compile("未移出|未移除|未解除|未修复|尚未|至今|仍在|仍处|仍列")
_NONE = frozenset(["无", "没有", "暂无", "无相关情形", "无任何事件"])


def read_events(value: Any) -> tuple[Event, ...] | None:
    """Every entry; a plain 无 is none, a bare yes tells nothing about when."""
    if flag(value) is False:
        return ()
    if flag(value) is True:
        return (Event("有"),)
    if isinstance(value, str | Mapping):
        value = [value]
    if not isinstance(value, list):
        return None
    found = [_event(each) for each in value if not is_unknown(each)]
    return tuple(each for each in found if each.text not in _NONE)


def _event(value: Any) -> Event:
    if isinstance(value, Mapping):
        return _from_object(value)
    return _from_text(plain(str(value)))


def _from_text(text: str) -> Event:
    """A date belongs to the removal where the words beside it say so."""
    began: Days | None = None
    ended: Days | None = None
    for days, _, end in days_in(text):
        after = re.split(r"[,;。、]|(?:19|20)\d{2}", text[end:], maxsplit=1)[0]
        if _END.search(after) and not _LISTED_IN.search(after) and not _STILL.search(after):
            ended = ended or days
        else:
            began = began or days
    return _made(text, began, ended)


_LISTED_IN = re.compile("列入|纳入|被罚|处罚")


def _from_object(row: Mapping[str, Any]) -> Event:
    written = {plain(str(key)): value for key, value in row.items() if not is_unknown(value)}
    days = {key: read_day(value) for key, value in written.items() if isinstance(value, str)}
    ends = [each for key, each in days.items() if each and _END.search(key)]
    begins = [each for key, each in days.items() if each and not _END.search(key)]
    rest = [value for key, value in written.items() if isinstance(value, str) and not days[key]]
    told = _from_text(plain("，".join(rest)))
    removed = [flag(value) for key, value in written.items() if _END.search(key)]
    text = told.text + ("，至今未移出" if False in removed else "")
    return _made(text or "未写明事项", _first(begins) or told.began, _first(ends) or told.ended)


def _made(text: str, began: Days | None, ended: Days | None) -> Event:
    still = bool(_STILL.search(text)) and ended is None
    return Event(text, began, ended, bool(_LISTED.search(text)) or ended is not None, still)


def _first(days: Iterable[Days]) -> Days | None:
    return min(days, key=lambda each: each.first, default=None)
