"""Sentences of wording.yaml, and how days and months are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

from knowledge.rules.deadlines.months import Month

WORDING = Path(__file__).with_name("wording.yaml")


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return loaded


def says(section: str, key: str, /, **fields: object) -> str:
    return _wording()[section][key].format(**fields)


def buttons(question: str) -> tuple[str, ...]:
    """What can be pressed in answer to a question."""
    return tuple(_wording()["buttons"].get(question, "").split())


def shown(day: date) -> str:
    """2026年11月10日（周二）."""
    return f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def months_shown(months: Sequence[Month]) -> str:
    """2025年11月、12月，2026年1月."""
    years = groupby(sorted(months), key=lambda month: month.year)
    return "，".join(f"{year}年{'、'.join(f'{m.number}月' for m in each)}" for year, each in years)
