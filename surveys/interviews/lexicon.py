"""The words of phrases.yaml, and what of them a text holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PHRASES = Path(__file__).with_name("phrases.yaml")
_SET = re.compile(r"<(\w+)>")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
_MARKS = re.compile("[,，、。.;；:：!！~～…—「」『』“”\"'《》()]+")
_EATEN = "\x00"


@dataclass(frozen=True)
class Entry:
    """Words and the grade that they mean; without a grade, they mean none or one of `ask`."""

    words: re.Pattern[str]
    grade: str
    about: str = ""
    label: bool = False
    soft: bool = False
    ask: tuple[str, ...] = ()


def folded(text: str) -> str:
    """Half width, lower case, without spaces, skin tones and what cannot be seen."""
    flat = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).lower()
    return _UNSEEN.sub("", "".join(flat.split()))


def clauses(text: str) -> str:
    """The folded text with one comma for every run of marks, so that words may look across."""
    return _MARKS.sub(",", folded(text)).strip(",")


def block(text: str) -> str:
    """Why no grade is taken from this text; empty where nothing forbids it."""
    return next((name for name, words in _blocks().items() if words.search(text)), "")


def entries_in(text: str) -> tuple[Entry, ...]:
    """The entries that the text holds; the words of one are not seen by the next."""
    found: list[Entry] = []
    for entry in _entries():
        text, times = entry.words.subn(_EATEN, text)
        found += [entry] * bool(times)
    return tuple(found)


@cache
def _loaded() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return loaded


@cache
def _blocks() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(words) for name, words in _loaded()["blocks"].items()}


@cache
def _entries() -> tuple[Entry, ...]:
    return tuple(_entry(row) for row in _loaded()["entries"])


def _entry(row: Mapping[str, Any]) -> Entry:
    words = _SET.sub(lambda found: _loaded()["sets"][found[1]], row["words"])
    fields = {**row, "words": re.compile(words), "ask": tuple(row.get("ask", ()))}
    return Entry(**fields)
