"""Numbers of headings: 二十, 二 十, 20 and ２０ are one number."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import cn2an

DIGIT = "[〇零○一二三四五六七八九十百千两0-9０-９]"
NUMERAL = rf"(?:{DIGIT}[^\S\n]*)+"  # spaces between the characters are layout
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def to_int(numeral: str) -> int | None:
    """The number that `numeral` spells; None where it spells none."""
    plain = unicodedata.normalize("NFKC", _SPACES.sub("", numeral)).replace("○", "〇")
    if plain.startswith("百"):
        plain = "一" + plain
    try:
        return int(cn2an.cn2an(plain, "smart"))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def to_chinese(number: int) -> str:
    """20 → 二十."""
    return str(cn2an.an2cn(number))
