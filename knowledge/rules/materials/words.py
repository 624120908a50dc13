"""The patterns of words.yaml, and a text in the spelling that they expect."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.normalise import normalise

WORDS = Path(__file__).with_name("words.yaml")
_CIRCLED = re.compile("[①-⑨]")
_MARKS = " 、,。.!~…;"


@cache
def _words() -> Any:
    return yaml.safe_load(WORDS.read_text(encoding="utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words()[name])


@cache
def commands() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in _words()["commands"].items()}


def spelled(text: str) -> str:
    """Normalised, with slips of the input method mended."""
    text = normalise(_CIRCLED.sub(lambda found: f"{int(normalise(found[0]))}、", text))
    for slip, meant in _words()["spelling"].items():
        text = re.sub(slip, meant, text)
    return text.strip(_MARKS)


def command(clause: str) -> str:
    """restart, missing, list or noise where the clause says nothing else; else empty."""
    clause = clause.strip(_MARKS)
    return next((name for name, words in commands().items() if words.fullmatch(clause)), "")
