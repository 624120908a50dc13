"""Outcomes, satisfaction by its source, and what Article 28 takes off, as they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from knowledge.rules.eligibility.amounts import count, percent, plain
from knowledge.rules.eligibility.flags import flag, is_unknown

_NOT_YET = re.compile("申请中|受理|在申请|审查中|待授权|拟申请|计划|未授权|申报中")
_SOURCED = re.compile(r"(自报|自测|自评|附件2|抽样|推荐单位|测评)[^0-9]*?(\d+(?:\.\d+)?)%?")


def read_outcomes(value: Any) -> tuple[str, ...] | None:
    """Outcomes that are held; what is only applied for is not (Article 6 (3): 拥有)."""
    if isinstance(value, Mapping):
        numbers = {str(key): count(number) for key, number in value.items()}
        return tuple(key for key, number in numbers.items() if number is None or number > 0)
    if isinstance(value, str):
        value = re.split("[、,，;；]", value)
    if not isinstance(value, list):
        return _counted(value)
    texts = [plain(str(each)) for each in value if not is_unknown(each)]
    return tuple(each for each in texts if not _missing(each))


def _counted(value: Any) -> tuple[str, ...] | None:
    number = count(value)
    if number is None:
        return () if value is False else None
    return (f"{number}项",) if number > 0 else ()


def _missing(text: str) -> bool:
    return (
        flag(text) is False or bool(_NOT_YET.search(text)) or bool(re.search(r"(?<!\d)0项", text))
    )


def read_satisfaction(value: Any) -> Mapping[str, Fraction] | None:
    """One percentage, or several by who measured them (AMB-12)."""
    if isinstance(value, Mapping):
        found = {str(key): percent(each) for key, each in value.items() if not is_unknown(each)}
        known = {key: each for key, each in found.items() if each is not None}
        return known if known and len(known) == len(found) else None
    number = percent(value)
    if number is not None:
        return {"": number}
    sourced = _SOURCED.findall(plain(value)) if isinstance(value, str) else []
    return {source: Fraction(number) for source, number in sourced} or None


def read_removed(value: Any) -> Mapping[str, Fraction] | None:
    """What is to be taken off, by its label; labels of nested objects are joined."""
    if not isinstance(value, Mapping):
        number = Fraction(0) if flag(value) is False or value == [] else count(value)
        return None if number is None else {"合计": number}
    found: dict[str, Fraction] = {}
    for key, each in value.items():
        inner = read_removed(each) if not is_unknown(each) else {}
        if inner is None:
            return None
        found |= {_label(plain(str(key)), name): number for name, number in inner.items()}
    return found


def _label(key: str, name: str) -> str:
    return key if name == "合计" else key + name
