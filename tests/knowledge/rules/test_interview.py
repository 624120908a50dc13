"""The interview: what people type, whole walks through it, and what always holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import cn2an
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.library import load_shipped
from knowledge.rules.eligibility import WrongFacts, assess, keys, read_facts, undecided
from knowledge.rules.eligibility.ranges import Range, exactly, reaches
from knowledge.rules.interview.asking import next_question
from knowledge.rules.interview.check import Check, answered, as_json, assessed, from_json, moment
from knowledge.rules.interview.conversation import begin, turn
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.telling import buttons
from knowledge.rules.interview.understanding import Moment, Unclear, Understood, understand
from knowledge.rules.spoken import spoken

FOLDER = Path(__file__).parent / "cases" / "interview"
TODAY = date(2026, 5, 20)
MOMENT = Moment(TODAY, (2023, 2024, 2025))


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


PHRASES = [
    (question, said, meant)
    for question, rows in loaded("phrases.yaml").items()
    for said, meant in rows.items()
]


@pytest.mark.parametrize(("question", "said", "meant"), PHRASES)
def test_what_people_type_is_understood_or_asked_again(question, said, meant):
    found = understand(questions()[question], str(said), MOMENT)

    if isinstance(meant, str):
        assert isinstance(found, Unclear)
        assert meant in found.sentence
        assert found.sentence.endswith(("。", "？"))
    else:
        vague = meant.get("vague", False)
        expected = {key: value for key, value in meant.items() if key != "vague"}
        assert not isinstance(found, Unclear), found.sentence
        assert (dict(found.facts), found.exact) == (expected, not vague)


@pytest.mark.parametrize(
    ("asked", "said", "noted"),
    [
        ("申报日期", "合同今年签了200万，前两年各60万，够不够那个300万的条件", ()),
        ("开始运营", "我们去年改了名，又搬远了，称号还有效吗", ()),
        ("开始运营", "运营五年，能以分支机构的名义申报吗", ("开始运营",)),
        ("申报日期", "明年3月，来得及吗？", ("申报日期",)),
        ("申报日期", "我们是四川的，条件能放宽吗", ("所在地",)),
    ],
)
def test_a_question_is_answered_and_only_what_is_told_beside_it_is_noted(asked, said, noted):
    after = turn(Check(asked=asked), said, TODAY)

    assert after.then == "regulation"
    assert tuple(each.question for each in after.check.answers) == noted


def every_need() -> set[str]:
    """Keys that some applicant may lack: of one who told nothing, and of each kind of applicant."""
    rows: list[dict[str, Any]] = [{}, {"法人类型": "企业"}, {"法人类型": "合伙"}, {"专职人员数": 3}]
    return {key for row in rows for key in undecided(assess(read_facts(row)))}


def test_everything_that_may_be_undecided_has_a_question():
    asked = {key for each in questions().values() for key in (*each.facts, *each.needed_for)}

    assert every_need() - {"年度数据"} <= asked


def test_every_fact_that_is_asked_for_is_a_key_of_the_form():
    known_keys = {*keys.known(), *keys.of_kind("year_money"), *keys.of_kind("year_count")}

    for question in questions().values():
        sets = [key for option in question.options for key in option.sets]
        assert {*question.facts, *question.needed_for, *sets} <= known_keys


@pytest.mark.parametrize("question", questions().values(), ids=lambda each: each.id)
def test_a_question_cites_its_article_and_its_example_and_buttons_are_understood(question):
    assert question.article in load_shipped()
    said = [question.example, *(each.button for each in question.options if each.button)]
    said += [*buttons(question)]
    for text in said:
        first = text if question.yearly or question.options else text.partition("、")[0]
        assert isinstance(understand(question, first, MOMENT), Understood), first


def test_no_two_questions_share_a_name():
    names = [name for each in questions().values() for name in each.names]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("walk", loaded("walks.yaml"), ids=lambda walk: walk["name"])
def test_a_check_goes_as_the_case_says(walk):
    now = begin(TODAY)
    for said, asked in walk["turns"]:
        now = turn(now.check, said, TODAY)
        assert ("done" if now.then == "done" else now.check.asked) == asked, said

    assert assessed(now.check).verdict == walk["verdict"]
    assert walk.get("says", "") in "".join(now.says)


TURNS = loaded("turns.yaml")


@pytest.mark.parametrize("case", TURNS, ids=lambda case: case["name"])
def test_a_turn_says_what_the_case_says(case):
    now = begin(TODAY)
    for said in case["said"]:
        now = turn(now.check, said, TODAY)

    told = "\n".join(now.says)
    for text in case["says"]:
        assert text in told
    for text in case.get("never", ()):
        assert text not in told
    assert now.then == case.get("then", "ask")


# What always holds

SAID = {
    "choice": ["没有", "不清楚", "有，在有效期内", "公司", "协会", "分公司", "合伙"],
    "flag": ["有", "没有", "不清楚"],
    "count": ["0", "18", "25个", "二十多个", "两千来", "一万二", "不到300", "不清楚"],
    "money": ["280万", "三百多万", "350", "不清楚"],
    "percent": ["九成", "88%", "九十多", "不清楚"],
    "since": ["2019年3月5日", "三年", "前年", "去年", "不清楚"],
    "ahead": ["今天", "明年", "不清楚"],
    "years_count": ["100、200、300", "300、200、100", "都是100", "不清楚"],
    "years_money": ["100、100、100", "没有", "1、2、3", "不清楚"],
    "checklist": ["都有", "都没有", "缺2", "不清楚"],
    "events": ["没有", "2025-03-01被处罚", "不清楚"],
    "outcomes": ["软著2项", "没有", "不清楚"],
    "place": ["浙江", "四川", "湖北", "不清楚"],
}
CHOICES = st.lists(st.integers(0, 100), min_size=120, max_size=120)
WALKS = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=20)


def said_to(question: Question, choice: int) -> str:
    offered = SAID[question.kind]
    return offered[choice % len(offered)]


def answered_with(check: Check, question: Question, said: str) -> Check:
    """The check with that answer, or with 不清楚 where it is none or contradicts what was said."""
    asking = replace(check, asked=question.id)
    for text in (said, "不清楚"):
        found = understand(question, text, moment(check, TODAY))
        if not isinstance(found, Understood):
            continue
        after = answered(asking, question, text, found)
        try:
            assessed(after)
        except WrongFacts:
            continue
        return after
    raise AssertionError(question.id)


@WALKS
@given(CHOICES)
def test_a_check_asks_only_what_is_undecided_and_ends(choices):
    check, asked = Check(), []
    for choice in choices:
        question = next_question(check)
        if question is None:
            break
        assert question.serves(frozenset(undecided(assessed(check))))
        asked.append(question.id)
        check = answered_with(check, question, said_to(question, choice))

    assert next_question(check) is None
    assert all(asked.count(each) <= 2 for each in asked)


@WALKS
@given(CHOICES)
def test_whatever_was_answered_can_be_kept_and_read_again(choices):
    check = Check()
    for choice in choices[:40]:
        question = next_question(check)
        if question is None:
            break
        check = answered_with(check, question, said_to(question, choice))

    assert from_json(json.loads(json.dumps(as_json(check)))) == check


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(questions())), st.text(max_size=40))
def test_any_text_is_understood_or_asked_again_never_broken(question, text):
    found = understand(questions()[question], text, MOMENT)

    assert isinstance(found, Understood) or found.sentence


NUMBERS = st.text("0123456789零一二两三四五六七八九十百千万亿多来几个不到约.,年月日-%", max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(questions())), NUMBERS)
def test_any_row_of_numerals_is_taken_or_asked_again_and_can_be_read(question, text):
    check = replace(Check(), asked=question)
    now = turn(check, text, TODAY)

    assert now.says


@given(st.integers(0, 10**9))
def test_a_numeral_that_is_spoken_is_the_number(number):
    assert spoken(str(cn2an.an2cn(number))) == number


@given(st.integers(1, 9999), st.integers(0, 9999), st.integers(1, 5000))
def test_more_staff_never_worsens_what_bounds_say(low, more, limit):
    """Bounds decide only where every number within them agrees."""
    bounds = Range(Fraction(low), Fraction(low + more))
    exact = {reaches(exactly(Fraction(each)), limit) for each in (low, low + more)}

    assert reaches(bounds, limit) == (exact.pop() if len(exact) == 1 else "unknown")
