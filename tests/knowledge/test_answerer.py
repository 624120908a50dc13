"""Questions in people's words, and what is said to them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answer import Context
from knowledge.answerer import Answerer, load_answerer

CASES = yaml.safe_load((Path(__file__).parent / "cases/answers.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return load_answerer()


@pytest.mark.parametrize("case", CASES["answered"], ids=lambda case: case["q"])
def test_a_question_gets_the_words_that_answer_it(answerer, case):
    answer = answerer.answer(case["q"])

    assert answer.status == "answered"
    assert set(answer.cited) & set(case["cites"])
    assert case["shows"] in "".join(answer.text.split())
    assert len(answer.units) >= 5 or case.get("named")


@pytest.mark.parametrize("case", CASES["marked"], ids=lambda case: case["q"])
def test_the_words_that_say_what_is_asked_are_marked(answerer, case):
    assert case["shows"] in "".join(answerer.answer(case["q"]).marks)


def test_of_what_is_listed_no_single_thing_is_marked(answerer):
    assert answerer.answer("申报示范平台需要具备什么条件").marks == ()


@pytest.mark.parametrize("case", CASES["several"], ids=lambda case: case["q"])
def test_several_questions_are_each_answered(answerer, case):
    answer = answerer.answer(case["q"])

    assert answer.cited == tuple(case["cites"])
    assert case.get("shows", "") in answer.text


@pytest.mark.parametrize("case", CASES["misremembered"], ids=lambda case: case["q"])
def test_an_article_named_by_the_wrong_number_is_put_right(answerer, case):
    answer = answerer.answer(case["q"])

    assert answer.cited == tuple(case["cites"])
    assert answer.text.startswith(f"您说的内容在{case['cites'][0]}")


@pytest.mark.parametrize("case", CASES["by_number"], ids=lambda case: case["q"])
def test_asking_by_number_works(answerer, case):
    answer = answerer.answer(case["q"])

    assert answer.status == "answered"
    assert answer.units[0] == case["first"]


@pytest.mark.parametrize("case", CASES["typed"], ids=lambda case: case["q"])
def test_a_refusal_says_of_what_kind_it_is(answerer, case):
    answer = answerer.answer(case["q"])

    assert answer.status == case["status"]
    assert case["shows"] in answer.text
    assert not answer.cited
    if "near" in case:
        assert answer.units[0] == case["near"]


@pytest.mark.parametrize("case", CASES["follow_ups"], ids=lambda case: case["then"])
def test_a_message_leans_on_the_one_before(answerer, case):
    first = answerer.answer(case["first"])
    units = (case["from"],) if "from" in case else first.cited

    then = answerer.answer(case["then"], Context(case["first"], units))

    assert case["cites"] in then.cited


@pytest.mark.parametrize("question", CASES["not_in_text"])
def test_what_the_text_does_not_say_is_not_answered_from_it(answerer, question):
    answer = answerer.answer(question)

    assert answer.status != "answered"
    assert not answer.cited


@pytest.mark.parametrize("question", CASES["unreadable"])
def test_what_is_no_question_is_asked_again(answerer, question):
    assert answerer.answer(question).status == "unclear"


def test_what_is_quoted_is_verbatim(answerer):
    answer = answerer.answer("挂了牌之后能用几年")
    quoted = [line[1:] for line in answer.text.splitlines() if line.startswith("▎")]

    words = [answerer.regulation[unit].display for unit in answer.cited]
    assert "\n".join(quoted) == "\n".join(words)


def test_every_answer_says_that_the_text_is_a_draft(answerer):
    assert "修订征求意见稿" in answerer.answer("挂了牌之后能用几年").text


@settings(max_examples=60, deadline=None)
@given(question=st.text(max_size=200))
def test_nothing_that_people_type_breaks_it(answerer, question):
    answer = answerer.answer(question)

    assert answer.text
    assert all(unit in answerer.regulation for unit in answer.units)
