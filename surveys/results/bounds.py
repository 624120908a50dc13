"""Exact bounds on a finite population: how many of N firms are satisfied, if x of n drawn are.

Hypergeometric, counted in whole numbers; nothing is approximated and nothing is rounded. With
K satisfied firms among N, the chance that n drawn hold x of them is
C(K, x)·C(N−K, n−x) / C(N, n). A number K is ruled out if what was found, or more extreme,
would have at most that chance which the confidence leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from surveys.results.errors import NotASample

CONFIDENCE = Fraction(95, 100)
LARGER_SIZES = (15, 20, 30)


@dataclass(frozen=True)
class Found:
    """`satisfied` of `size` firms drawn from `population`."""

    population: int
    size: int
    satisfied: int

    def __post_init__(self) -> None:
        if not (0 <= self.satisfied <= self.size <= self.population and self.size > 0):
            raise NotASample(
                f"名单{self.population}家、完成{self.size}家、满意{self.satisfied}家"
                "不成其为抽样，请核对这三个数。"
            )


@dataclass(frozen=True)
class Interval:
    """From `least` to `most` of the population."""

    least: int
    most: int


def one_sided(found: Found) -> int:
    """At least so many of the population are satisfied, with 95 % confidence."""
    return _least(found, 1 - CONFIDENCE)


def two_sided(found: Found) -> Interval:
    """The 95 % interval: half of what the confidence leaves on either side."""
    risk = (1 - CONFIDENCE) / 2
    others = Found(found.population, found.size, found.size - found.satisfied)
    return Interval(_least(found, risk), found.population - _least(others, risk))


def _least(found: Found, risk: Fraction) -> int:
    """The smallest number that is not ruled out; the chance grows with it, so it is bisected."""
    low, high = found.satisfied, found.population - (found.size - found.satisfied)
    while low < high:
        middle = (low + high) // 2
        if _at_least(found, middle) * risk.denominator > risk.numerator * _ways(found):
            high = middle
        else:
            low = middle + 1
    return low


def _ways(found: Found) -> int:
    return comb(found.population, found.size)


def _at_least(found: Found, satisfied_of_all: int) -> int:
    """In how many draws as many as were found, or more, are satisfied."""
    others = found.population - satisfied_of_all
    return sum(
        comb(satisfied_of_all, x) * comb(others, found.size - x)
        for x in range(found.satisfied, found.size + 1)
    )


@dataclass(frozen=True)
class Larger:
    """What a sample of `size` could show: if all are satisfied, and if all but one are."""

    size: int
    if_all: int
    if_all_but_one: int


def what_more_would_buy(population: int, sizes: Sequence[int] = LARGER_SIZES) -> tuple[Larger, ...]:
    """What larger samples could show; sizes beyond the population are left out."""
    return tuple(
        Larger(
            size,
            one_sided(Found(population, size, size)),
            one_sided(Found(population, size, size - 1)),
        )
        for size in sizes
        if size <= population
    )


def size_to_show(population: int, percent: int) -> int:
    """How many firms, all satisfied, it takes to show that percentage of the population."""
    return next(
        size
        for size in range(1, population + 1)
        if one_sided(Found(population, size, size)) * 100 >= percent * population
    )
