"""Which units a text refers to: 第五条第（二）项 → 第五条（二）, 见附件1 → 附件1."""

from __future__ import annotations

import re

from knowledge.numerals import NUMERAL, to_number, to_numeral

_REFERENCE = re.compile(
    rf"(?P<foreign>》\s*)?第(?P<article>{NUMERAL})条"
    rf"(?:第(?P<paragraph>{NUMERAL})款)?"
    rf"(?:第?[（(](?P<item>{NUMERAL})[）)](?:项)?)?"
    rf"|附件(?P<annex>{NUMERAL})"
)


def references(text: str) -> tuple[str, ...]:
    """Ids of all units named in `text`, in order; those of other laws (《…》第X条) left out."""
    found = (_unit_id(match) for match in _REFERENCE.finditer(text) if not match["foreign"])
    return tuple(dict.fromkeys(found))


def spans(text: str) -> list[tuple[int, int, str]]:
    """Where each unit is named: beginning, end and id, in order."""
    return [
        (match.start(), match.end(), _unit_id(match))
        for match in _REFERENCE.finditer(text)
        if not match["foreign"]
    ]


def _unit_id(match: re.Match[str]) -> str:
    if match["annex"]:
        return f"附件{to_number(match['annex'])}"
    unit_id = f"第{to_numeral(to_number(match['article']))}条"
    if match["paragraph"]:
        unit_id += f"第{to_numeral(to_number(match['paragraph']))}款"
    if match["item"]:
        unit_id += f"（{to_numeral(to_number(match['item']))}）"
    return unit_id
