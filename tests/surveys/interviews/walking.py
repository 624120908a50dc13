"""Whole walks through an interview, for the tests."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

from surveys.interviews import Interview, Subject, Turn, begin, reply

FOLDER = Path(__file__).parent / "cases"
NOW = datetime(2026, 6, 1, 9, tzinfo=timezone(timedelta(hours=8)))
NEW = Interview("inv-1", Subject("甲公司", "乙平台", "丙省工信厅"))


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


WALKS: dict[str, list[str]] = loaded("walks.yaml")


def walk(*said: Any, start: Interview = NEW) -> Turn:
    turn = begin(start, NOW)
    for place, each in enumerate(said, 1):
        turn = reply(turn.interview, each, NOW + timedelta(minutes=place))
    return turn
