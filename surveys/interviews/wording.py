"""Sentences of wording.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

WORDING = Path(__file__).with_name("wording.yaml")


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return loaded


def says(section: str, key: str, /, **fields: object) -> str:
    return _wording()[section][key].format(**fields)
