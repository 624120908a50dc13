"""Dates as they stand in forms: with blanks left, in Chinese numerals, or as Excel counts days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.numerals import to_number

_EMPTY = re.compile("[年月日/.-]*")
_LEFT = re.compile(r"(\d{4}年(?:\d{1,2}月)?)(?:月?日?)")
_CHINESE = re.compile(
    r"(?=.*[〇零一二三四五六七八九十])(?P<year>[〇零一二三四五六七八九]{4}|\d{4})年"
    r"(?:(?P<month>[一二三四五六七八九十]+|\d{1,2})月"
    r"(?:(?P<day>[一二三四五六七八九十]+|\d{1,2})日?)?)?"
)
_SERIAL = re.compile(r"[2-6]\d{4}")  # 1954 to 2091
_FIRST = date(1899, 12, 30)  # day 0 of Excel, as far as later days go
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def written_day(text: str) -> str:
    """The date as the contract reads it; empty where only the blanks of the form are left."""
    if _EMPTY.fullmatch(text):
        return ""
    if found := _LEFT.fullmatch(text):
        return found[1]
    if found := _CHINESE.fullmatch(text):
        return _in_digits(found)
    if _SERIAL.fullmatch(text):
        return (_FIRST + timedelta(int(text))).isoformat()
    return text


def _in_digits(found: re.Match[str]) -> str:
    parts = [found["year"].translate(_DIGITS)]
    parts += [str(to_number(each)) for each in found.group("month", "day") if each]
    return "-".join(parts)
