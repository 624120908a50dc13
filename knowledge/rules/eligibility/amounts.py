"""Numbers as people write them: 300, "1,200", "300万元", "92%", "五百家"."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from knowledge.rules.spoken import NUMERAL, spoken

_UNIT = "(?P<unit>元|家次|家|户|人次|人|名|位|次|场|个|%)?"
_NUMBER = re.compile(
    rf"(?P<digits>-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?P<scale>亿|万)?{_UNIT}"
)
_SPOKEN = re.compile(rf"(?P<number>{NUMERAL}){_UNIT}")
_LOOSE = re.compile("[一二两三四五六七八九]{2}")  # 三五家 is not 35
_NONE = ("无", "没有", "零", "暂无")
_LONGEST = 30
_SCALES = {"亿": 10**8, "万": 10**4, None: 1}


def plain(text: str) -> str:
    """The text with half-width digits and brackets, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def count(value: Any) -> Fraction | None:
    """A number of things; None where it is not clearly one, as 家次 are no number of firms."""
    found = _parts(value)
    if found is None:
        return None
    number, scale, unit = found
    return None if unit in ("元", "%", "家次") else number * scale


def money(value: Any) -> Fraction | None:
    """万元; a sum that is written in 元 or 亿 is converted."""
    found = _parts(value)
    if found is None:
        return None
    number, scale, unit = found
    if unit not in ("元", ""):
        return None
    bare = scale == 1 and not unit
    return number if bare else number * scale / 10**4


def percent(value: Any) -> Fraction | None:
    """A percentage; a share such as 0.95 is not clearly one."""
    found = _parts(value)
    if found is None:
        return None
    number, scale, unit = found
    unclear = unit not in ("%", "") or scale != 1 or (0 < number <= 1 and unit != "%")
    return None if unclear else number


def _parts(value: Any) -> tuple[Fraction, int, str] | None:
    if isinstance(value, str):
        return _written(plain(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        return None
    return _written(_digits(value))


def _digits(value: int | Decimal | float) -> str:
    """Plain digits; a float is taken as it was written, which `str` gives back."""
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return ""
    return format(number, "f")


@lru_cache(maxsize=4096)
def _written(text: str) -> tuple[Fraction, int, str] | None:
    if text in _NONE:
        return Fraction(0), 1, ""
    found = _NUMBER.fullmatch(text)
    if not found:
        return _in_characters(text)
    if len(found["digits"]) > 2 * _LONGEST:
        return None
    number = Fraction(found["digits"].replace(",", ""))
    return number, _SCALES[found["scale"]], found["unit"] or ""


def _in_characters(text: str) -> tuple[Fraction, int, str] | None:
    """三百万: 万 and 亿 tell that the number itself is not in 万元."""
    found = _SPOKEN.fullmatch(text)
    if not found or len(text) > _LONGEST or _LOOSE.search(text):
        return None
    number, scale = spoken(found["number"]), 10**4 if re.search("[万亿]", text) else 1
    return None if number is None else (number / scale, scale, found["unit"] or "")
