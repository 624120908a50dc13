"""Section 六 beside the number of staff in section 一."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.rules.eligibility.amounts import count
from knowledge.rules.forms.lists import Row
from knowledge.rules.forms.model import Found, Unclear
from knowledge.rules.forms.sources import say

STAFF = "专职人员数"


def people_differ(rows: Sequence[Row], found: Sequence[Found]) -> Iterator[Unclear]:
    """The list may hold others than full-time staff, so it corrects nothing."""
    listed = [row["姓名"] for row in rows if row["姓名"].bare not in ("", "无")]
    told = next((count(each.value) for each in found if each.key == STAFF), None)
    if listed and told is not None and told != len(listed):
        yield Unclear(listed[0].place, say("people", listed=len(listed), told=told))
