"""By which words a column of the list is known; the words are in columns.yaml."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml

WORDS = Path(__file__).with_name("columns.yaml")
LONGEST_HEADING = 40
_IN_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_ORNAMENT = re.compile(r"[\s*:＊※]")


@dataclass(frozen=True)
class Words:
    """The contents of columns.yaml, ready to be looked up."""

    field_of: Mapping[str, str]
    name_endings: tuple[str, ...]
    not_the_firm: tuple[str, ...]
    nothing: frozenset[str]


@cache
def words() -> Words:
    raw = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    field_of = {alias: field for field, aliases in raw["aliases"].items() for alias in aliases}
    return Words(
        field_of,
        tuple(raw["name_endings"]),
        tuple(raw["not_the_firm"]),
        frozenset(raw["nothing"]),
    )


@lru_cache(maxsize=4096)
def field_of(heading: str) -> str | None:
    """The field that a heading names: name, credit_code, phone, contact, service and others."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = _ORNAMENT.sub("", _IN_BRACKETS.sub("", text))
    known = words()
    if text in known.field_of:
        return known.field_of[text]
    if text.endswith(known.name_endings) and not any(w in text for w in known.not_the_firm):
        return "name"
    return None


def is_nothing(value: str) -> bool:
    """Whether a cleaned cell is empty or says so: 无, 暂无, /."""
    return not value or value.casefold() in words().nothing
