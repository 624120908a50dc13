"""One spelling for one meaning: what is done to every text before it is compared.

Traditional characters become Simplified, full-width letters half-width, and Chinese
numbers before a unit of counting become digits (三年 → 3年, 百分之九十 → 90%).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache, lru_cache

import cn2an
from opencc import OpenCC

_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"
_COUNTED = re.compile(f"({_NUMERAL})(?=年|个|月|日|天|人|家|名|次|条|款|项|栏|万|元|倍|份|场|成)")
_PERCENT = re.compile(f"百分之({_NUMERAL})")
_TEN_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)万")
_SPACES = re.compile(r"\s+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """`text` in its one spelling; white space is squeezed, letters are lower case."""
    text = simplified(text)
    text = _THOUSANDS.sub("", _SPACES.sub(" ", text)).strip()
    text = _PERCENT.sub(lambda found: f"{_digits(found[1])}%", text)
    text = _COUNTED.sub(lambda found: _digits(found[1]), text)
    return _TEN_THOUSANDS.sub(lambda found: str(int(Decimal(found[1]) * 10_000)), text)


def simplified(text: str) -> str:
    """Half-width, lower case and Simplified; numbers stay as they are written."""
    return as_simplified(unicodedata.normalize("NFKC", text)).lower()


def as_simplified(text: str) -> str:
    """Simplified characters, and nothing else changed."""
    converted: str = _simplifier().convert(text)
    return converted


def _digits(numeral: str) -> str:
    try:
        return str(cn2an.cn2an(numeral.replace("〇", "零"), "smart"))
    except (ValueError, KeyError):  # how cn2an says that it is no number
        return numeral
