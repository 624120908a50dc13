"""Exact bounds against a table worked out by hand, against scipy, and against their meaning."""

from __future__ import annotations

from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from surveys.results.bounds import (
    Found,
    Interval,
    one_sided,
    size_to_show,
    two_sided,
    what_more_would_buy,
)
from surveys.results.errors import NotASample

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "bounds.yaml").read_text("utf-8"))


@st.composite
def samples(draw):
    population = draw(st.integers(1, 150))
    size = draw(st.integers(1, population))
    return Found(population, size, draw(st.integers(0, size)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case):
    population, size, satisfied, least, low, high = case
    found = Found(population, size, satisfied)

    assert one_sided(found) == least
    assert two_sided(found) == Interval(low, high)


@settings(max_examples=150, deadline=None)
@given(samples())
def test_the_bound_is_the_first_number_that_scipy_does_not_rule_out(found):
    def chance(satisfied_of_all):
        return hypergeom.sf(found.satisfied - 1, found.population, satisfied_of_all, found.size)

    least = one_sided(found)

    assert chance(least) > 0.05 - 1e-9
    assert least == found.satisfied or chance(least - 1) <= 0.05 + 1e-9


@settings(max_examples=150, deadline=None)
@given(samples())
def test_the_interval_agrees_with_scipy_on_both_sides(found):
    inside = [
        number
        for number in range(found.satisfied, found.population - found.size + found.satisfied + 1)
        if hypergeom.sf(found.satisfied - 1, found.population, number, found.size) > 0.025 + 1e-9
        and hypergeom.cdf(found.satisfied, found.population, number, found.size) > 0.025 + 1e-9
    ]
    interval = two_sided(found)

    assert inside, found
    assert (interval.least, interval.most) == (inside[0], inside[-1])


@pytest.mark.parametrize(("population", "size"), [(20, 7), (25, 10), (12, 12)])
def test_the_true_number_is_missed_in_at_most_five_draws_of_a_hundred(population, size):
    for truth in range(population + 1):
        missed = sum(
            comb(truth, x) * comb(population - truth, size - x)
            for x in range(max(0, size - population + truth), min(size, truth) + 1)
            if one_sided(Found(population, size, x)) > truth
        )

        assert Fraction(missed, comb(population, size)) <= Fraction(5, 100), truth


def test_one_satisfied_firm_more_never_lowers_the_bound():
    bounds = [one_sided(Found(100, 20, x)) for x in range(21)]

    assert bounds == sorted(set(bounds))


def test_what_fifteen_twenty_and_thirty_would_buy():
    found = [(each.size, each.if_all, each.if_all_but_one) for each in what_more_would_buy(100)]

    assert [each[:2] for each in found] == [(15, 84), (20, 88), (30, 92)]
    assert all(one < all_ for _, all_, one in found)


def test_sizes_beyond_the_list_are_not_offered():
    assert [each.size for each in what_more_would_buy(18)] == [15]


def test_the_size_that_shows_ninety_percent_is_the_smallest_that_does():
    size = size_to_show(100, 90)

    assert one_sided(Found(100, size, size)) >= 90
    assert one_sided(Found(100, size - 1, size - 1)) < 90


@pytest.mark.parametrize("numbers", [(10, 0, 0), (10, 11, 10), (10, 5, 6), (10, 5, -1)])
def test_what_cannot_be_a_sample_is_refused(numbers):
    with pytest.raises(NotASample):
        Found(*numbers)
