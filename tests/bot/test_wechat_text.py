"""Texts cut to what WeChat takes: bytes, sentences, emoji, options."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Delivered
from bot.sending.carrier import Part
from bot.wechat import options
from bot.wechat.account import Notice
from bot.wechat.filling import Filling, Open, filled
from bot.wechat.notices import laid_over
from bot.wechat.text import MOST_BYTES, PART_BYTES, parts, rendered, size, split

FAMILY = "👨‍👩‍👧‍👦"
CLUSTERS = [FAMILY, "👍🏽", "🇨🇳", "1️⃣", "é", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"]
TEXTS = st.text(st.sampled_from("甲乙丙a。！\n，👍🏽‍️🇨🇳é "), max_size=300)


@given(TEXTS, st.integers(60, 400))
def test_no_piece_is_too_long_and_nothing_is_lost(text, most):
    pieces = split(text, most)
    assert all(size(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize("cluster", CLUSTERS)
@pytest.mark.parametrize("shift", range(1, 12))
def test_what_is_one_sign_for_the_eye_is_not_cut(cluster, shift):
    for piece in split("a" * shift + cluster * 40, 120):
        signs = piece.lstrip("a")
        assert signs == cluster * (size(signs) // size(cluster))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一二三四五六七八。九十一二三四", "一二三四五六七八。"),
        ("一二三四五六七，八。\n九十一二三四", "一二三四五六七，八。"),
        ("一二三四，五六七八九十一二三四", "一二三四，五六七八九"),
        ("一二三四五六七，八九十一二三四", "一二三四五六七，"),
        ("一二三四五六七八九十一二三四", "一二三四五六七八九十"),
    ],
)
def test_a_text_is_cut_at_the_weightiest_end(text, first):
    assert split(text, 30)[0] == first


def said(text: str, titles: list[str]) -> Delivered:
    return Delivered(1, text, tuple({"title": each, "token": "t" * 20} for each in titles))


@given(
    st.text(st.sampled_from("甲。\n👍<&]>"), max_size=1500),
    st.lists(st.text("选项甲乙", min_size=1, max_size=64), max_size=20),
)
def test_every_part_fits_with_its_options_and_the_word_for_more(text, titles):
    cut = parts(said(text, titles))
    assert all(size(rendered(part)) <= PART_BYTES < MOST_BYTES for part in cut)
    assert [part.buttons for part in cut[:-1]] == [()] * (len(cut) - 1)
    assert len(cut[-1].buttons) == len(titles)


def test_six_options_are_one_message():
    titles = ["很满意", "满意", "一般", "不满意", "很不满意", "不适用"]
    (part,) = parts(said("服务质量怎么样？", titles))
    assert all(f"{n}. <a " in rendered(part) for n in range(1, 7))


def test_an_option_cannot_break_out_of_its_link():
    (part,) = parts(said("问", ['"><a href="x">&msgmenuid=1']))
    assert rendered(part).count("<a ") == 1
    assert rendered(part).count("msgmenuid=") == 2  # one is the title's words
    assert "&msgmenuid=1" not in rendered(part).split("msgmenucontent=")[1].split("&msgmenuid=t")[0]


NUMBERED = [
    ("2", 1),
    ("２", 1),
    ("2.", 1),
    ("2、", 1),
    ("选2", 1),
    ("第2个", 1),
    ("0", None),
    ("7", None),
    ("22", None),
    ("2分", None),
    ("第2题", None),
    ("满意", 1),
    ("满意。", 1),
    ("不满", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "place"), NUMBERED)
def test_an_option_by_number_or_words(typed, place):
    titles = ["很满意", "满意", "一般", "不满意", "很不满意", "不适用"]
    assert options.meant(titles, typed) == place


@pytest.mark.parametrize(("typed", "place"), [("5", 0), ("1", 4), ("6", None), ("5分", 0)])
def test_options_that_are_numbers_mean_themselves(typed, place):
    assert options.meant(["5分", "4分", "3分", "2分", "1分"], typed) == place


def open_(number: int, *texts: str, sent: int = 0) -> Open:
    return Open(number, tuple(map(Part, texts)), sent)


WITH_OPTIONS = Open(3, (Part("问", (("好", "t"),)),), 0)
FILLINGS = {
    "nothing": ([], Filling("")),
    "one": ([open_(1, "甲")], Filling("甲", (1,))),
    "two": ([open_(1, "甲"), open_(2, "乙")], Filling("甲\n\n乙", (1, 2))),
    "a begun one goes on": ([open_(1, "甲", "乙", sent=1)], Filling("乙", (1,))),
    "too long": (
        [open_(1, "甲" * 600, "乙" * 600)],
        Filling("甲" * 600, (), (1, 1), left=True),
    ),
    "the second too long": (
        [open_(1, "甲" * 600), open_(2, "乙" * 600)],
        Filling("甲" * 600, (1,), None, left=True),
    ),
}


@pytest.mark.parametrize(("waiting", "filling"), FILLINGS.values(), ids=FILLINGS)
def test_what_waits_is_filled_in(waiting, filling):
    assert filled(waiting, "", invite=False) == filling


def test_options_end_a_reply():
    filling = filled([WITH_OPTIONS, open_(4, "再")], "完", invite=False)
    assert (filling.whole, filling.left) == ((3,), True)
    assert filling.text.startswith("问\n\n1. <a ")


def test_whoever_can_only_be_answered_is_told_how_to_see_more():
    text = filled([open_(1, "甲" * 650, "乙" * 650)], "", invite=True).text
    assert text.endswith("\n（回复“继续”看下文）")
    assert size(text) <= MOST_BYTES


def test_a_closing_sentence_comes_last_where_it_fits():
    assert filled([open_(1, "甲")], "完", invite=False).text == "甲\n\n完"
    assert filled([], "完", invite=False).text == "完"


LAID = [
    ("短", ["短", "无"]),
    ("一" * 25, ["一" * 20, "一" * 5]),
    ("一" * 50, ["一" * 20, "一" * 19 + "…"]),
    ("甲\n乙  丙", ["甲 乙 丙", "无"]),
    ("", ["无", "无"]),
]


@pytest.mark.parametrize(("text", "values"), LAID)
def test_a_text_is_laid_over_the_fields_of_a_template(text, values):
    data = laid_over(text, Notice("t", ("thing1", "thing2")))
    assert [each["value"] for each in data.values()] == values


def test_a_short_field_takes_little():
    assert laid_over("一二三四五六", Notice("t", ("phrase1",))) == {
        "phrase1": {"value": "一二三四…"}
    }
