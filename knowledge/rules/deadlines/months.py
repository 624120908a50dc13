"""Calendar months, and the same day some months later."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month; ordered in time, printed as 2026-01."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        years, index = divmod(self.number - 1 + months, 12)
        return Month(self.year + years, index + 1)

    def day(self, number: int) -> date:
        """That day of the month, or the month's last where it is shorter."""
        return date(self.year, self.number, min(number, self.length))

    @property
    def length(self) -> int:
        return _length(self.year, self.number)

    @property
    def first(self) -> date:
        return self.day(1)

    @property
    def last(self) -> date:
        return self.day(31)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@cache
def _length(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def months_later(day: date, months: int) -> date:
    """The corresponding day of the later month, or its last day where there is none."""
    return Month.of(day).plus(months).day(day.day)


def years_later(day: date, years: int) -> date:
    """29 February falls on 28 February where the later year is no leap year."""
    return months_later(day, 12 * years)


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month from the first to the last, both included; none where they are reversed."""
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return [first.plus(step) for step in range(count)]
