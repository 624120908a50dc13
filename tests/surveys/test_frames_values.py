"""Telephone numbers, credit codes and names as they stand in cells."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.credit_codes import ALPHABET, check_character, clean_credit_code, credit_code_problem
from surveys.frames.names import clean_text, normalise_name
from surveys.phones import mask_phone, mask_phones_in, parse_phone, phone_problem

PHONES = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("frames_phones.yaml").read_text(encoding="utf-8")
)
first_17 = st.text(ALPHABET, min_size=17, max_size=17)


@pytest.mark.parametrize("case", PHONES, ids=lambda case: case["name"])
def test_a_phone_is_read_as_people_mean_it_or_refused_with_the_reason(case):
    found = parse_phone(case["cell"])

    assert found == case.get("kept")
    if found is None:
        assert case["says"] in phone_problem(case["cell"])
        assert case["cell"] not in phone_problem(case["cell"])


@given(st.text())
def test_a_phone_that_was_read_reads_the_same_again(text):
    found = parse_phone(text)

    assert found is None or parse_phone(found) == found


def test_the_example_of_the_standard_is_a_valid_code():
    assert credit_code_problem("91350100M000100Y43") is None


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("91350100M000100Y44", "校验位"),
        ("91350100M000100Y4", "17位"),
        ("91350100O000100Y43", "字符"),
    ],
)
def test_a_wrong_code_is_refused_with_the_reason(code, says):
    assert says in credit_code_problem(code)


def test_spaces_full_width_and_small_letters_do_not_matter_in_a_code():
    assert clean_credit_code(" 91350100 m000100y４３") == "91350100M000100Y43"


@given(first_17, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_in_a_code_is_always_noticed(first, place, other):
    code = first + check_character(first)
    changed = code[:place] + other + code[place + 1 :]

    assert (credit_code_problem(changed) is None) == (changed == code)


@pytest.mark.parametrize(
    "spelling",
    [
        "样例（甲）科技有限责任公司",
        "样例(甲)科技有限公司",
        " 样例【甲】 科技有限公司\u200b",
        "样例甲科技有限公司",
    ],
)
def test_spellings_of_one_name_are_equal(spelling):
    assert normalise_name(spelling) == normalise_name("样例（甲）科技有限公司")


def test_letters_are_compared_without_case_and_width():
    assert normalise_name("ＡＢＣ Co., Ltd.") == normalise_name("abc co ltd")


@pytest.mark.parametrize(
    ("one", "other"), [("样例有限公司", "样例股份有限公司"), ("样例1-1店", "样例11店")]
)
def test_different_firms_keep_different_names(one, other):
    assert normalise_name(one) != normalise_name(other)


@given(st.text())
def test_normalising_twice_changes_nothing(name):
    once = normalise_name(name)

    assert normalise_name(once) == once


@given(st.text(st.characters()))
def test_kept_text_is_one_line_that_can_be_written_as_utf8(text):
    kept = clean_text(text)

    assert "\n" not in kept
    assert kept.encode().decode() == kept


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800001234", "138****1234"),
        ("0571-88881234", "0571-****1234"),
        ("0571-88881234-801", "0571-****1234"),
        ("12345", "1****"),
        ("", ""),
    ],
)
def test_a_masked_number_shows_its_ends_only(number, masked):
    assert mask_phone(number) == masked


def test_long_numbers_inside_a_text_are_masked():
    assert mask_phones_in("样例公司13800001234，3楼") == "样例公司138****1234，3楼"
