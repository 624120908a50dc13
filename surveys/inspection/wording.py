"""The words of the yearly report, and what the regulation itself says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.provisions import provisions
from surveys.platforms.model import BEIJING

WORDS = Path(__file__).with_name("words.yaml")


@cache
def words() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded


def say(name: str, /, **values: object) -> str:
    return str(words()[name]).format(**values)


def quoted(name: str) -> dict[str, Any]:
    """A provision's number, and its words with the unit that they stand in."""
    found = provisions()[name]
    return {"number": found.number, "unit": found.unit, "quote": found.quote}


def day(at: date | datetime) -> str:
    """2026年3月5日, of a time its day in Beijing."""
    if isinstance(at, datetime):
        at = at.astimezone(BEIJING).date()
    return f"{at.year}年{at.month}月{at.day}日"
