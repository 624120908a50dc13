"""An unfinished question as text, to go on with it when the next message comes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from knowledge.rules.deadline_talk.model import Asked
from knowledge.rules.deadlines.months import Month
from knowledge.rules.eligibility.days import Days

_DAYS, _MONTHS = ("day", "done"), ("months", "filed")


def to_text(asked: Asked) -> str:
    row: dict[str, Any] = dict(vars(asked))
    for name in _DAYS:
        days = row[name]
        row[name] = [days.first.isoformat(), days.last.isoformat()] if days else None
    for name in _MONTHS:
        row[name] = [[each.year, each.number] for each in row[name]]
    return json.dumps(row, ensure_ascii=False)


def from_text(text: str) -> Asked:
    row: dict[str, Any] = json.loads(text)
    for name in _DAYS:
        row[name] = Days(*(date.fromisoformat(each) for each in row[name])) if row[name] else None
    for name in _MONTHS:
        row[name] = tuple(Month(*each) for each in row[name])
    return Asked(**{**row, "unknown": tuple(row["unknown"])})
