"""How many, as people say it: 三百多万, 18个, 两千来人次, 五六百, 不到二十; exact or bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from knowledge.rules.eligibility.amounts import plain
from knowledge.rules.eligibility.ranges import Range, exactly, shown
from knowledge.rules.spoken import NUMERAL, spoken

# 大概, 左右 and 来 may mean less; a fifth either way decides only what is far from the line.
ABOUT = Fraction(1, 5)

_NOISE = re.compile(
    r"(?:\d{2,4}|[一二三四五六七八九〇零两]{2,4})年(?:度|底|末|初)?|第[一二三四五六七八九十\d]+[条项款]"
    r"|一共|一直|一般|一些|一点|一下|万一|十分|统一|其中一"
)
_DECREE = re.compile("不是|如果|要是|除了|要求|标准|规定|还差|差一|缺")
_SHARE = re.compile("[一二三四五六七八九1-9]成(?![立员本长为功果交])|百分之|%")
_LEAST = re.compile("至少|起码|最少|少说|不少于|不低于|超过|不止|不下|大于|多于|上[百千万]")
_LESS = re.compile("不到|不足|不满|没到|少于|低于|不够|没有?(?=[0-9一二两三四五六七八九十百千])")
_MOST = re.compile("最多|至多|不超过|顶多")
_NEAR = re.compile("将近|接近|快(?:要|有)?到|[快近](?:要|有)?(?=[0-9一二两三四五六七八九十百千])")
_ABOUT = re.compile("大概|大约|约|差不多|估计|左右|上下|样子|可能|应该有|好像")
_AMOUNT = re.compile(
    rf"(?P<sign>-|负)?(?P<number>{NUMERAL})(?P<mark>多|来|好几|几|余|出头|\+)?(?:个(?=[万亿]))?(?P<scale>[万亿千百w])?"
    r"(?P<money>[块元])?[个家名人位户次场人次万块元钱kw多]*(?P<after>以上|往上|朝上|出头|以下|以内|不到)?"
)
# What a number counts, where that is written behind it.
_UNIT = re.compile(
    rf"{NUMERAL}(?:多|来|几|余|出头|左右)*[万亿千百w]?(?:多|来|余)?(?:个(?!月))?"
    r"(?P<unit>人次|家次|场次|个月|[人名位家户所场次元块年月日号天%项台份])"
)
_TO = re.compile(rf"({NUMERAL})(?:个|家|人|名|万)?(?:到|至|-|~|—)({NUMERAL})")
_NEXT = re.compile(r"([一二三四五六七八])([二三四五六七八九])")
_LOOSE = re.compile("[一二两三四五六七八九]{2}")  # 三五个 is not 35
_ROW = "一二三四五六七八九"


@dataclass(frozen=True)
class Quantity:
    """What was said: `plain_number` where no 万, 亿 or 元 told the unit.

    `unit` is what is counted: 人, 家, 月 and the like, empty where it is not said.
    """

    range: Range
    plain_number: bool
    unit: str = ""

    @property
    def exact(self) -> bool:
        return self.range.exact


def quantity(text: str) -> Quantity | None:
    """The one number of a text; None where there is none, several, or a condition about it."""
    clean = _NOISE.sub("", plain(text).lower())
    if _DECREE.search(clean) or is_share(text):
        return None
    found = _TO.search(clean)
    spans = list(_AMOUNT.finditer(clean))
    if found is None and len(spans) != 1:
        return None
    amount = _span(clean, found) if found else _one(clean, spans[0])
    counted = list(_UNIT.finditer(clean))
    return amount and replace(amount, unit=counted[-1]["unit"] if counted else "")


def is_share(text: str) -> bool:
    """九成 and 90% are no number of people."""
    return bool(_SHARE.search(plain(text)))


def written(range_: Range) -> int | str:
    """The range as an application would write it."""
    low, high = range_.low, range_.high
    if range_.exact:
        return int(low) if low.denominator == 1 else shown(low)
    if high is None:
        return f"{shown(low)}以上"
    return f"不到{shown(high)}" if low == 0 and range_.below else f"{shown(low)}至{shown(high)}"


def scaled(range_: Range, divisor: int) -> Range:
    high = None if range_.high is None else range_.high / divisor
    return Range(range_.low / divisor, high, range_.below)


def whole(range_: Range) -> Range:
    """Bounds of things that are not divided."""
    if range_.exact:
        return range_
    low = Fraction(ceil(range_.low))
    return Range(low, None if range_.high is None else Fraction(floor(range_.high)), range_.below)


def _one(text: str, found: re.Match[str]) -> Quantity | None:
    said, scale = found["number"], found["scale"] or ""
    pair = _pair(said + scale)
    number = spoken(said + scale)
    if pair is None and (number is None or _LOOSE.fullmatch(said)):
        return None
    range_ = pair or exactly(number or Fraction(0))
    if found["mark"] in ("多", "好几", "几", "余", "出头", "+") or found["after"] == "出头":
        range_ = _more(range_.low, spoken(said) or Fraction(0))
    elif "多" in text[found.end("number") : found.end() + 1]:
        range_ = _more(range_.low, range_.low)
    elif found["mark"] == "来":
        range_ = _about(range_)
    if found["sign"]:
        range_ = exactly(-range_.low)
    bare = not re.search("[万亿w元块]", said + scale + (found["money"] or ""))
    return Quantity(_bounded(range_, text, found["after"]), bare)


def _more(low: Fraction, said: Fraction) -> Range:
    """三百多万: more than the number, less than the next one of its last place."""
    place = _place(said) * (low / said if said else 1)
    return Range(low, low + place, below=True)


def _place(number: Fraction) -> Fraction:
    """The last place that is not zero: 320 → 10."""
    if number.denominator > 1 or number == 0:
        return Fraction(1, 10)
    digits = str(number.numerator)
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


def _pair(said: str) -> Range | None:
    """五六百万, 十七八: the first to what the second reaches at most."""
    said = said.replace("两", "二")
    found = _NEXT.search(said)
    if not found or _ROW.index(found[2]) != _ROW.index(found[1]) + 1:
        return None
    low, high = (spoken(said[: found.start()] + found[n] + said[found.end() :]) for n in (1, 2))
    return None if low is None or high is None else Range(low, high + _place(high), below=True)


def _about(range_: Range) -> Range:
    high = range_.high if range_.high is not None else range_.low
    return Range(range_.low * (1 - ABOUT), high * (1 + ABOUT))


def _bounded(range_: Range, text: str, after: str | None) -> Range:
    """What words before or after the number make of it."""
    if _LESS.search(text) or after == "不到":
        return Range(Fraction(0), range_.low, below=True)
    if _NEAR.search(text):
        return Range(range_.low * (1 - ABOUT), range_.low, below=True)
    if _MOST.search(text) or after in ("以下", "以内"):
        return Range(Fraction(0), range_.high)
    if _LEAST.search(text) or after in ("以上", "往上", "朝上"):
        return Range(range_.low, None)
    return _about(range_) if range_.exact and _ABOUT.search(text) else range_


def _span(text: str, found: re.Match[str]) -> Quantity | None:
    """三百到三百五十万: the unit of the second is that of the first too."""
    low, high = spoken(found[1]), spoken(found[2])
    if low is None or high is None:
        return None
    for unit, number in (("亿", 10**8), ("万", 10**4), ("w", 10**4)):
        if found[2].endswith(unit) and low < number:
            low *= number
            break
    bare = not re.search("[万亿w元块]", text)
    return Quantity(Range(low, high), bare) if low <= high else None
