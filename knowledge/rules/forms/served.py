"""Section 八: how many of the listed firms are satisfied (Article 6 (2))."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from knowledge.rules.forms.boxes import TICKS
from knowledge.rules.forms.lists import Row
from knowledge.rules.forms.model import Found, Unclear
from knowledge.rules.forms.sources import say

LEAST = 100
_YES = re.compile(f"[{TICKS}vV对]|(?:非常|很|比较|基本)?满意|是")
_NO = re.compile("(?:很|非常|比较)?不满意")
_EXACT = Decimal("0.0001")


def satisfaction(rows: Sequence[Row]) -> Iterator[Found | Unclear]:
    """The share of satisfied firms; none where one of them is not clearly told."""
    filled = [row for row in rows if row["企业"].bare and row["企业"].bare != "无"]
    grades = [_grade(row) for row in filled]
    if not filled:
        return
    place = filled[0]["企业"].place
    if len(filled) < LEAST:
        yield Unclear(place, say("firms", count=len(filled)))
    if None in grades:
        if set(grades) != {None} or any(_marks(row) for row in filled):
            yield Unclear(place, say("grades", count=grades.count(None)))
        return
    # Never rounded up: 89.99996 is not 90.
    share = Decimal(100 * grades.count(True)) / Decimal(len(filled))
    number = format(share.quantize(_EXACT, ROUND_FLOOR).normalize(), "f")
    yield Found("客户满意度百分比", {say("own"): f"{number}%"}, place)


def _marks(row: Row) -> list[str]:
    return [row[name].bare for name in ("评价", "满意", "不满意") if name in row and row[name].bare]


def _grade(row: Row) -> bool | None:
    """True, False, or None for an empty line, two ticks and scores, whose scale nobody told."""
    if "满意" not in row:
        return _word(row["评价"].bare if "评价" in row else "")
    yes, no = row["满意"].bare, row.get("不满意", row["满意"]).bare
    if yes and row.get("不满意") is row["满意"]:  # both columns merged
        return _word(yes)
    if bool(yes) == bool(no):
        return None
    told = yes or no
    if _NO.fullmatch(told):
        return False
    return bool(yes) if _YES.fullmatch(told) else None


def _word(text: str) -> bool | None:
    if _NO.fullmatch(text):
        return False
    return True if _YES.fullmatch(text) else None
