"""Sentences of wording.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

from knowledge.numerals import to_numeral
from knowledge.rules.materials.catalogue import items

WORDING = Path(__file__).with_name("wording.yaml")


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return loaded


def says(section: str, key: str, /, **fields: object) -> str:
    return _wording()[section][key].format(**fields)


def listed(numbers: Iterable[int]) -> str:
    """（一）申请报告、（三）审计报告."""
    return "、".join(
        says("progress", "one", numeral=to_numeral(each), title=items()[each].title)
        for each in sorted(numbers)
    )
