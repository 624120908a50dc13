"""The plain sentences: one for each unit, short, and with no number that the unit lacks."""

from __future__ import annotations

import re

import pytest

from knowledge.composing import plain_sentences
from knowledge.library import load_shipped
from knowledge.numerals import NUMERAL, to_number

DRAFT = load_shipped()
SENTENCES = plain_sentences()
LONGEST = {"zh": 75, "en": 160}


def numbers(text: str) -> set[str]:
    """Numbers in digits and in Chinese, 第二十七条 and 三年 alike."""
    in_words = {str(to_number(found)) for found in re.findall(NUMERAL, text)}
    return set(re.findall(r"\d+", text)) | in_words


def test_every_unit_that_can_be_cited_has_one():
    assert list(SENTENCES) == [unit.id for unit in DRAFT.citable()]


@pytest.mark.parametrize("unit_id", SENTENCES)
def test_it_is_one_short_sentence_in_each_language(unit_id):
    said = SENTENCES[unit_id]

    assert all(len(said[language]) <= most for language, most in LONGEST.items())
    assert re.fullmatch(r"[^。]+。", said["zh"])
    assert re.fullmatch(r"(?:(?![㐀-鿿]{3}).)+\.", said["en"])


@pytest.mark.parametrize("unit_id", SENTENCES)
def test_its_numbers_are_the_units_own(unit_id):
    unit = DRAFT[unit_id]
    own = numbers(unit.text) | numbers(unit.id)

    assert set(re.findall(r"\d+", SENTENCES[unit_id]["zh"])) <= own
    assert set(re.findall(r"\d+", SENTENCES[unit_id]["en"])) <= own
