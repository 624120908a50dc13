"""Numbers of which only the bounds are told: 300万元以上, 不到20人, 18至20."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from knowledge.rules.eligibility.amounts import plain
from knowledge.rules.eligibility.ranges import Range

_LEAST = re.compile("(?:至少|不少于|不低于|超过|多于)(.+)|(.+?)以上")
_LESS = re.compile("(?:不到|不足|少于|低于)(.+)")
_MOST = re.compile("(?:至多|最多|不超过)(.+)|(.+?)以下")
_BETWEEN = re.compile("(.+?)(?:至|到|~|—|-)(.+)")

Number = Callable[[Any], Fraction | None]


def read_bounds(value: Any, number: Number) -> Range | None:
    """The bounds that a text tells; None where it tells none, or the lower is above the upper."""
    if not isinstance(value, str):
        return None
    text = plain(value)
    if found := _LEAST.fullmatch(text):
        low = number(found[1] or found[2])
        return None if low is None else Range(low, None)
    if found := _LESS.fullmatch(text):
        high = number(found[1])
        return None if high is None or high <= 0 else Range(Fraction(0), high, below=True)
    if found := _MOST.fullmatch(text):
        high = number(found[1] or found[2])
        return None if high is None or high < 0 else Range(Fraction(0), high)
    return _between(text, number)


def _between(text: str, number: Number) -> Range | None:
    found = _BETWEEN.fullmatch(text)
    low, high = (number(found[1]), number(found[2])) if found else (None, None)
    if low is None or high is None or not 0 <= low <= high:
        return None
    return Range(low, high)
