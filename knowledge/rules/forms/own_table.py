"""Our own table: a row a fact, found by its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.rules.eligibility import keys
from knowledge.rules.forms.dates import written_day
from knowledge.rules.forms.lists import Row
from knowledge.rules.forms.model import Found, Unclear
from knowledge.rules.forms.sources import say

EVENTS = "违法失信异常事件"


def own_facts(rows: Sequence[Row]) -> Iterator[Found | Unclear]:
    """The filled rows; a key that somebody changed is named."""
    for row in rows:
        cell, key = row["值"], keys.canonical(row["字段"].bare)
        if not cell.bare:
            continue
        if key not in keys.known():
            yield Unclear(row["字段"].place, say("unknown_key", key=row["字段"].bare))
        else:
            yield Found(key, _value(key, cell.text), cell.place)


def _value(key: str, text: str) -> Any:
    bare = "".join(text.split())
    if key in keys.of_kind("date"):
        return written_day(bare)
    if key == EVENTS:
        parts = [each.strip() for each in re.split(r"[;；\n]", text) if each.strip()]
        return parts if len(parts) > 1 else text.strip()
    return text.strip()
