"""Dispositions: each firm in one group, RR1 by its formula, replacements only with a reason."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews import Attempt, disposition, rates, replacement
from surveys.interviews.dispositions import dispositions
from surveys.interviews.errors import TooFewAttempts
from surveys.interviews.outcomes import OUTCOMES
from tests.surveys.interviews.walking import WALKS, walk

CODES = dispositions()
PHONE, VISIT = Attempt("phone", "2026-06-01"), Attempt("visit", "2026-06-02")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (WALKS["done"], "complete"),
        ([*WALKS["judged"], "没有"], "partial"),
        ([*WALKS["judged"], "停止"], "partial"),
        (["不同意"], "refused"),
        ([*WALKS["named"], "停止"], "break_off"),
        (WALKS["named"], "break_off"),
        ([], "pending"),
        (["同意", "打错了"], "number_changed"),
        (["同意", "我不负责这件事"], "wrong_person"),
        ([*WALKS["named"], "没有接受过"], "not_served"),
        ([*WALKS["done"], "撤回"], "withdrawn"),
    ],
)
def test_how_an_interview_ended_decides_the_disposition(said, code):
    assert disposition(walk(*said).interview).code == code


def test_what_staff_found_counts_where_no_interview_tells():
    assert disposition(None, "closed").code == "closed"
    assert disposition(None).code == "pending"
    assert disposition(walk(*WALKS["done"]).interview, "unreachable").code == "complete"


def test_every_outcome_has_a_disposition():
    assert {each for each in OUTCOMES if each} <= set(CODES)


def test_rr1_is_that_of_the_formula():
    """12 drawn: 6 complete, 1 partial, 2 refused, 1 unreachable, 1 unknown; 1 was never served."""
    codes = ["complete"] * 6 + ["partial", "refused", "break_off", "unreachable", "pending"]
    found = rates(CODES[code] for code in [*codes, "not_served"])

    assert found.response_rate == Fraction(6, (6 + 1) + (2 + 1 + 0) + 1)
    assert (found.drawn, found.counts["not_served"], found.counts["closed"]) == (12, 1, 0)


def test_without_an_eligible_firm_there_is_no_rate():
    assert rates([]).response_rate is None
    assert rates([CODES["closed"]]).response_rate is None


@given(st.lists(st.sampled_from(list(CODES.values())), max_size=60))
def test_no_firm_is_left_out_of_the_counts(found):
    counted = rates(found)

    assert counted.drawn == len(found)
    assert sum(counted.group(group) for group in ("I", "P", "R", "NC", "O", "U", "N")) == len(found)
    assert counted.response_rate is None or 0 <= counted.response_rate <= 1


@pytest.mark.parametrize(
    ("code", "attempts", "reason"),
    [
        ("refused", [PHONE], "refused"),
        ("closed", [VISIT], "closed"),
        ("not_served", [PHONE], "not_served"),
        ("unreachable", [PHONE, PHONE, VISIT], "unreachable"),
    ],
)
def test_a_replacement_has_a_coded_reason(code, attempts, reason):
    assert replacement(CODES[code], attempts) == reason


@pytest.mark.parametrize(
    ("code", "attempts", "sentence"),
    [
        ("complete", [PHONE], "不能替换"),
        ("pending", [PHONE, VISIT, PHONE], "不能替换"),
        ("unreachable", [PHONE, VISIT], "联系满3次"),
        ("unreachable", [PHONE, PHONE, PHONE], "2种方式"),
        ("refused", [], "请继续联系"),
    ],
)
def test_nobody_is_replaced_too_early(code, attempts, sentence):
    with pytest.raises(TooFewAttempts, match=sentence):
        replacement(CODES[code], attempts)
