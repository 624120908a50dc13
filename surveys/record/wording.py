"""The words of the record, and times as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("words.yaml")
BEIJING = timezone(timedelta(hours=8))


@cache
def words() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return content


def say(part: str, name: str, /, **values: object) -> str:
    return str(words()[part][name]).format(**values)


def day(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{local.year}年{local.month}月{local.day}日"


def moment(at: datetime) -> str:
    local = at.astimezone(BEIJING)
    return f"{day(at)}{local.hour}时{local.minute:02d}分"
