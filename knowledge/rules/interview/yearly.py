"""Three numbers for three years: 1000、1100、1200, 23年1000 24年1100 25年1200, 每年都是800."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction

from knowledge.rules.eligibility.ranges import Range, exactly
from knowledge.rules.interview.phrases import not_known, yes_or_no
from knowledge.rules.interview.quantities import quantity, scaled

_LABEL = re.compile(r"(?<!\d)((?:20)?\d{2})年度?(?:是|有|为|:)?")
_THE_YEARS = re.compile(r"(?<!\d)(?:(?:20)?\d{2}年?[、,和到至-]){1,2}(?:20)?\d{2}年(?:这三年)?")
_PARTS = re.compile(r"[、,;/|\s]+|和|然后|再是|到了")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_EACH_YEAR = re.compile("每年都?|三年都?|都是|都|均|全是|全|各")

Numbers = Mapping[int, Range | None]


def yearly(text: str, years: tuple[int, ...], *, money: bool) -> Numbers | None:
    """One number a year, None for a year that is not known; None where it is unclear."""
    clean = _THE_YEARS.sub("", unicodedata.normalize("NFKC", text).strip())
    labels = [int(each) % 100 + 2000 for each in _LABEL.findall(clean)]
    order = tuple(labels) if sorted(labels) == sorted(years) else years
    parts = [each for each in _parts(_LABEL.sub(" ", clean)) if each.strip("年度家万元")]
    if len(parts) == 1 and (_EACH_YEAR.search(clean) or yes_or_no(clean) is False):
        parts = [_EACH_YEAR.sub("", parts[0]) or parts[0]] * len(years)
    if len(parts) != len(years) or (labels and sorted(labels) != sorted(years)):
        return None
    numbers: dict[int, Range | None] = {}
    for year, part in zip(order, parts, strict=True):
        numbers[year] = None if not_known(part) else _number(part, money=money)
        if numbers[year] is None and not not_known(part):
            return None
    return dict(sorted(numbers.items()))


def _parts(text: str) -> list[str]:
    """A comma within 1,000 does not part, unless too few parts are left."""
    joined = [each for each in _PARTS.split(_THOUSANDS.sub("", text)) if each]
    return joined if len(joined) > 1 else [each for each in _PARTS.split(text) if each]


def _number(text: str, *, money: bool) -> Range | None:
    if yes_or_no(text) is False:
        return exactly(Fraction(0))
    found = quantity(text)
    if found is None:
        return None
    return scaled(found.range, 10**4) if money and not found.plain_number else found.range
