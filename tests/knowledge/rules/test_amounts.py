"""Numbers as people write them into forms, in figures and in words."""

from __future__ import annotations

from fractions import Fraction

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules.eligibility.amounts import count, money, percent
from knowledge.rules.eligibility.flags import flag
from knowledge.rules.forms.amounts import people_in
from knowledge.rules.forms.dates import written_day


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("350", 350),
        ("350万元", 350),
        ("叁佰伍拾万元", 350),
        ("五百万元", 500),
        ("三百五十万", 350),
        ("三百五十", 350),
        ("1.2亿元", 12000),
        ("两亿", 20000),
        ("五六百", None),
        ("350家", None),
    ],
)
def test_money_is_in_ten_thousands(said, wanted):
    assert money(said) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("二十五", 25),
        ("二十五人", 25),
        ("一万二千家", 12000),
        ("１１００", 1100),
        ("1,000家", 1000),
        ("320家次", None),
        ("三百二十家次", None),
        ("二十五元", None),
        ("若干", None),
    ],
)
def test_things_are_counted_and_visits_are_no_firms(said, wanted):
    assert count(said) == wanted


def test_a_percentage_may_be_in_words():
    assert percent("九十二%") == 92
    assert percent("一") is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("☑", True), ("✔", True), ("有的", True), ("都健全", True), ("☒", False), ("有一点", None)],
)
def test_ticks_and_short_words_are_yes_or_no(said, wanted):
    assert flag(said) is wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("二〇一八年三月", "2018-3"),
        ("2018年六月", "2018-6"),
        ("2018年六月5日", "2018-6-5"),
        ("2018年6月5日", "2018年6月5日"),
    ],
)
def test_a_day_may_be_partly_in_words(said, wanted):
    assert written_day(said) == wanted


@given(st.integers(1, 10**9))
def test_a_number_in_words_is_the_number(number):
    assert count(cn2an.an2cn(number)) == Fraction(number)


@pytest.mark.parametrize("said", ["21人", "21名人", "21人人", "21名,占比84%", "21人,占比84%"])
def test_the_share_behind_a_number_of_people_is_left_out(said):
    assert count(people_in(said)) == 21
