"""Patterns of words.yaml, and the one spelling in which a sentence is compared with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.normalise import simplified

WORDS = Path(__file__).with_name("words.yaml")


@cache
def _patterns() -> Mapping[str, Any]:
    return {name: _compiled(row) for name, row in yaml.safe_load(WORDS.read_text("utf-8")).items()}


def _compiled(row: Any) -> Any:
    if isinstance(row, dict):
        return {name: re.compile(pattern) for name, pattern in row.items()}
    return re.compile(row)


def sentence(text: str) -> str:
    """Simplified, half-width, lower case, without spaces; a space between clauses is a comma."""
    parts = re.sub(r"(?<=[\w])\s+(?=[\u4e00-\u9fff])", ",", simplified(text).strip())
    return "".join(parts.split())


def found(name: str, text: str) -> re.Match[str] | None:
    """Where a pattern of words.yaml stands in a sentence."""
    match: re.Match[str] | None = _patterns()[name].search(text)
    return match


def has(name: str, text: str) -> bool:
    return found(name, text) is not None


def first(name: str, text: str) -> str:
    """The name of the first pattern of a group that the sentence has; empty where none."""
    group: Mapping[str, re.Pattern[str]] = _patterns()[name]
    return next((each for each, pattern in group.items() if pattern.search(text)), "")


def one_of(name: str, key: str, text: str) -> bool:
    """Whether the sentence has one pattern of a group."""
    group: Mapping[str, re.Pattern[str]] = _patterns()[name]
    return key in group and group[key].search(text) is not None
