"""One spelling for one meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.normalise import normalise
from knowledge.tokens import characters_and_pairs, feature_text, sound_pairs

SPELLINGS = {
    "三年": "3年",
    "百分之九十": "90%",
    "三百万元": "3000000元",
    "300万元": "3000000元",
    "1，000家": "1000家",
    "２０人": "20人",
    "認定辦法": "认定办法",
    "两百八十万": "2800000",
    "ＩＳＯ９００１": "iso9001",
    "十以": "十以",
}


@pytest.mark.parametrize(("text", "expected"), SPELLINGS.items())
def test_a_text_is_written_one_way(text, expected):
    assert normalise(text) == expected


@given(st.text(max_size=80))
def test_nothing_that_people_type_breaks_it(text):
    normalise(text)
    feature_text(text)


@given(st.text(alphabet="第一二三四五六七八九十百千条款项年月日家（）", max_size=30))
def test_normal_text_stays_as_it_is(text):
    assert normalise(normalise(text)) == normalise(text)


def test_words_and_numbers_stay_whole_and_characters_pair_up():
    assert characters_and_pairs("GBT认证20人") == ["gbt", "认", "证", "认证", "20", "人"]


def test_a_wrong_character_of_the_same_sound_sounds_the_same():
    assert sound_pairs("师范平台") == sound_pairs("示范平台")
    assert sound_pairs("神报") == sound_pairs("生报")
