"""Yes and no as people write them; a qualified yes is neither."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.eligibility.amounts import plain

WORDS = Path(__file__).with_name("yes_no.yaml")
_ASIDE = re.compile(r"(.+?)[(,;](.*?)\)?[。.]?")
_DOUBT = re.compile("但|仅|只|未|无|缺|不|没|部分|除|尚|拟|计划|筹|过期|到期|待|中$|可能|约")


@cache
def _meanings() -> Mapping[str, str]:
    rows = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return {word: meaning for meaning, words in rows.items() for word in words}


def is_unknown(value: Any) -> bool:
    """Whether the writer says that it is not known."""
    if isinstance(value, str):
        return _meanings().get(plain(value).lower()) == "unknown"
    return value is None


def bare_flag(value: Any) -> bool | None:
    """True or False where nothing else is said."""
    if isinstance(value, bool):
        return value
    word = plain(value).lower().rstrip("。.") if isinstance(value, str) else ""
    return {"yes": True, "no": False}.get(_meanings().get(word, ""))


def flag(value: Any) -> bool | None:
    """True or False where that is clear, with or without an aside: 有(已公示)."""
    found = _ASIDE.fullmatch(plain(value)) if isinstance(value, str) else None
    return bare_flag(found[1] if found and not _DOUBT.search(found[2]) else value)
