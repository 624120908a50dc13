"""One spoken number: 两百八十万, 3千5, 一千二, 1.2万, 〇; exact, nothing is guessed."""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "两": 2, "俩": 2, "仨": 3, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5}
_DIGITS |= {"陆": 6, "柒": 7, "捌": 8, "玖": 9}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
_LARGE = {"万": 10**4, "w": 10**4, "亿": 10**8}
_STEPS = _SMALL | _LARGE
# Taken whole or not at all: digits that could be cut anywhere cost hours in a long row of them.
_FIGURE = r"(?>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_TOKEN = re.compile(f"{_FIGURE}|[{''.join(_DIGITS)}]|[{''.join(_STEPS)}]")

NUMERAL = rf"(?:{_FIGURE}|[{''.join(_DIGITS)}十拾百佰千仟万亿]|(?<=\d)[kw])+"


def spoken(text: str) -> Fraction | None:
    """The number that the whole text speaks; None where it is none."""
    tokens = _TOKEN.findall(text)
    if not tokens or "".join(tokens) != text:
        return None
    if not any(each in _STEPS for each in tokens):
        return _row(tokens)
    return _steps(tokens)


def _row(tokens: list[str]) -> Fraction | None:
    """Digits one after the other: 二〇一九, 300."""
    if len(tokens) == 1:
        return _value(tokens[0])
    if all(each in _DIGITS for each in tokens):
        return Fraction("".join(str(_DIGITS[each]) for each in tokens))
    return None


def _value(token: str) -> Fraction:
    return Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", ""))


def _steps(tokens: list[str]) -> Fraction | None:
    """Digits with 十 百 千 万 亿; a last digit without one is a tenth of the step before it."""
    total = section = Fraction(0)
    digit: Fraction | None = None
    last, gap = 0, False
    for token in tokens:
        if token not in _STEPS:
            if digit not in (None, Fraction(0)):
                return None
            digit, gap = _value(token), gap or token in "零〇"
        elif token in _LARGE:
            total, section = _raised(total, section + (digit or 0), _LARGE[token]), Fraction(0)
            digit, last, gap = None, _LARGE[token], False
        else:
            section += (Fraction(1) if digit is None else digit) * _SMALL[token]
            digit, last, gap = None, _SMALL[token], False
    if digit is None:
        return total + section
    short = not gap and last > 10 and digit < 10
    return total + section + digit * (Fraction(last, 10) if short else 1)


def _raised(total: Fraction, section: Fraction, step: int) -> Fraction:
    """一亿二千万: what was smaller than the step is raised by it."""
    if total and total >= step * 10:
        return total + (section or Fraction(1)) * step
    return (total + (section or Fraction(1))) * step
