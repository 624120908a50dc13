"""The account's menu: which words each entry stands for, and how WeChat is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_MENU = Path(__file__).with_name("menu.yaml")


@cache
def entries() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load(_MENU.read_text(encoding="utf-8"))
    return loaded


def words() -> Mapping[str, str]:
    """Key of an entry → what touching it says."""
    flat = [each for entry in entries() for each in entry.get("below", [entry])]
    return {each["key"]: each["says"] for each in flat}


def as_wechat() -> dict[str, Any]:
    """The menu as its API wants it."""
    return {"button": [_button(each) for each in entries()]}


def _button(entry: Mapping[str, Any]) -> dict[str, Any]:
    if "below" in entry:
        return {"name": entry["name"], "sub_button": [_button(each) for each in entry["below"]]}
    return {"type": "click", "name": entry["name"], "key": entry["key"]}
