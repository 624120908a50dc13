"""How many agreements there are, and how many of them have run out (Article 6 (4), AMB-15)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from knowledge.rules.eligibility.amounts import count, plain

_LAPSED = re.compile(r"过期|到期|失效|期满|届满")
_VALID = re.compile("有效|在期")
_ORAL = re.compile(r"口头|未签|没签|意向")
_PART = re.compile(
    r"(\d+)[家名人位个]?(?:的)?(?:协议|合同|聘书|聘用)?(?:已经|已|是|为|仅|只有|只|系|属)?(?=(\D*))"
)
_TOTAL = re.compile(r"(\d+)[家名人位个]?[(,;](.*?)\)?")


def read_agreements(value: Any) -> tuple[Fraction, Fraction] | None:
    """All written agreements, and those that have run out; oral ones are neither."""
    if isinstance(value, Mapping):
        return _listed(value)
    total = count(value)
    if total is not None:
        return total, Fraction(0)
    found = _TOTAL.fullmatch(plain(value)) if isinstance(value, str) else None
    return _with_aside(Fraction(found[1]), found[2]) if found else None


def _with_aside(total: Fraction, aside: str) -> tuple[Fraction, Fraction] | None:
    """12家(其中3家已过期): an aside that tells no number leaves the whole unclear."""
    lapsed = oral = Fraction(0)
    told = False
    for number, rest in _PART.findall(aside):
        if _LAPSED.search(rest) and not _VALID.search(rest):
            lapsed += Fraction(number)
        elif _ORAL.search(rest):
            oral += Fraction(number)
        elif _VALID.search(rest):
            lapsed = total - Fraction(number)
        told = True
    doubt = _LAPSED.search(aside) or _ORAL.search(aside)
    all_valid = re.search("(?:均|都|全部).*(?:有效|未过期|在期)", aside)
    return (total - oral, lapsed) if told or not doubt or all_valid else None


def _listed(value: Mapping[str, Any]) -> tuple[Fraction, Fraction] | None:
    """{"有效": 9, "已过期": 3}: every part must be a number."""
    parts = {plain(str(key)): count(number) for key, number in value.items()}
    numbers = {key: number for key, number in parts.items() if number is not None}
    if not parts or len(numbers) < len(parts):
        return None
    lapsed = sum((n for key, n in numbers.items() if _LAPSED.search(key)), Fraction(0))
    valid = sum((n for key, n in numbers.items() if re.search("有效|在期", key)), Fraction(0))
    return valid + lapsed, lapsed
