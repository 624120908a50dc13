"""Yes, no, not known, and a question back, as people type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from knowledge.rules.eligibility.amounts import plain

PHRASES = Path(__file__).with_name("phrases.yaml")
_MARKS = re.compile(r"[,，。.!！、~…;；]+")
_REST = 6  # letters that may stand beside a “not known” without saying something else


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    rows = yaml.safe_load(PHRASES.read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for name, pattern in rows.items()}


def bare(text: str) -> str:
    """Half-width, lower case, without spaces and marks."""
    return _MARKS.sub("", plain(text)).lower()


def yes_or_no(text: str) -> bool | None:
    """None where it is neither, or a yes with a but."""
    clean = bare(text)
    if _patterns()["doubt"].search(clean):
        return None
    if _patterns()["no"].match(clean):
        return False
    return True if _patterns()["yes"].match(clean) else None


def not_known(text: str) -> bool:
    """不清楚 and 跳过; with much else beside it, it says something else."""
    clean = bare(text)
    if clean in ("过", "-", "?", "??"):
        return True
    rest = _patterns()["unknown"].sub("", clean)
    return rest != clean and len(rest) <= _REST and not re.search(r"\d|[吗么]$|算不算", rest)


def asks_outright(text: str) -> bool:
    return bool(_patterns()["outright"].search(plain(text)))


def is_question(text: str) -> bool:
    return bool(_patterns()["question"].search(plain(text)))
