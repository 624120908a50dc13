"""The words of the regulation for what people say in others (`vocabulary.yaml`).

English words are translated for every comparison. Chinese ones have a measure of their own
in `features`: mixed into the question they drowned what else it says.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import yaml

from knowledge.normalise import normalise

FILE = Path(__file__).with_name("vocabulary.yaml")
_LATIN = re.compile(r"[a-z]{3}")


@lru_cache(maxsize=20_000)
def translated(text: str) -> str:
    """`text` normalised, followed by the terms that its English words stand for."""
    spelled = normalise(text)
    return " ".join((spelled, *_english(spelled)))


def terms(text: str) -> str:
    """The terms that the words of `text` stand for; empty where it has none."""
    spelled = normalise(text)
    return " ".join((*_found("said", spelled), *_english(spelled)))


def _english(spelled: str) -> list[str]:
    return _found("english", spelled) if _LATIN.search(spelled) else []


def _found(language: str, spelled: str) -> list[str]:
    return [term for term, words in _patterns(language) if words.search(spelled)]


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple((normalise(row["term"]), _pattern(row[language], language)) for row in rows)


def _pattern(words: list[str], language: str) -> re.Pattern[str]:
    """Chinese words anywhere, English ones from the beginning of a word."""
    start = r"(?<![a-z])" if language == "english" else ""
    return re.compile("|".join(start + re.escape(normalise(str(word))) for word in words))
