"""Exact numbers of which perhaps only the bounds are known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from knowledge.rules.eligibility.model import Status


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included; `high` None where there is no bound.

    `below`: the upper bound itself is excluded, as in 不到300.
    """

    low: Fraction = Fraction(0)
    high: Fraction | None = None
    below: bool = False

    @property
    def exact(self) -> bool:
        return self.low == self.high


def exactly(number: Fraction) -> Range:
    return Range(number, number)


def reaches(amount: Range, limit: Fraction | int) -> Status:
    """Whether the amount is at least the limit; the limit itself is enough (AMB-02)."""
    if amount.low >= limit:
        return "met"
    if amount.high is None:
        return "unknown"
    short = amount.high < limit or (amount.below and amount.high == limit)
    return "unmet" if short else "unknown"


@lru_cache(maxsize=4096)  # the same limits are told again and again
def shown(number: Fraction) -> str:
    """A decimal where it is exact, else the fraction: nothing is rounded."""
    rest = number.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    if rest > 1:
        return f"{number.numerator}/{number.denominator}"
    places = len(str(number.denominator)) * 4
    digits = str(abs(number.numerator) * 10**places // number.denominator).zfill(places + 1)
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text
