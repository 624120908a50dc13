"""Dates as people write them; a month or a year is the span of its days."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from knowledge.rules.deadlines.months import years_later

PATTERN = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?!\d)(?:[-/.年](?P<month>\d{1,2})(?!\d)(?:[-/.月](?P<day>\d{1,2})[日号]?|月)?|年)?"
)
_CLOCK = re.compile(r"[T ]\d{2}:.*$")


class NoSuchDay(ValueError):
    """30 February and the like."""


@dataclass(frozen=True)
class Days:
    """A day, or the first and last day that it may be."""

    first: date
    last: date

    def __str__(self) -> str:
        same = self.first == self.last
        return self.first.isoformat() if same else f"{self.first}至{self.last}"


def read_day(text: str) -> Days | None:
    """The day, or the span 2022-05至2023-05, that the whole text names; raises NoSuchDay."""
    bare = "".join(_CLOCK.sub("", unicodedata.normalize("NFKC", text).strip()).split())
    first, _, last = bare.partition("至")
    found = [PATTERN.fullmatch(each) for each in (first, last or first)]
    if None in found:
        return None
    one, other = (_days(each) for each in found if each)
    return Days(one.first, other.last) if one.first <= other.last else None


def days_in(text: str) -> list[tuple[Days, int, int]]:
    """Every day named in a text with its place; raises NoSuchDay."""
    return [(_days(found), found.start(), found.end()) for found in PATTERN.finditer(text)]


def _days(found: re.Match[str]) -> Days:
    year, month, day = (int(part or 0) for part in found.group("year", "month", "day"))
    try:
        if found["month"] is None:
            return Days(date(year, 1, 1), date(year, 12, 31))
        if found["day"] is None:
            return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return Days(date(year, month, day), date(year, month, day))
    except ValueError:
        raise NoSuchDay(found[0]) from None


def years_on(days: Days, years: int) -> Days:
    """The corresponding day so many years later; 28 February for a 29th that is missing."""
    return Days(years_later(days.first, years), years_later(days.last, years))


def later(one: Days, other: Days) -> Days:
    return Days(max(one.first, other.first), max(one.last, other.last))
