"""Deadlines asked about in sentences: what is understood, asked and said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.bank import load_bank, load_unanswerable
from knowledge.library import load_shipped
from knowledge.rules.deadline_talk import (
    Platform,
    Said,
    answered,
    from_text,
    reply,
    to_text,
    understand,
    understand_after,
    understand_more,
)
from knowledge.rules.deadline_talk.model import MOST_QUESTIONS
from knowledge.rules.deadline_talk.wording import WORDING
from knowledge.rules.deadlines.months import Month

CASES = yaml.safe_load((Path(__file__).parent / "cases/deadline_talk.yaml").read_text("utf-8"))
DRAFT = load_shipped()
TAKEN = 0.005  # of the questions of the bank, which ask about the text
NAMES = [f"{case['said']} {case['today']} {case.get('answers', '')}" for case in CASES]


def told(case: dict) -> Said | None:
    """The last reply of a case; the question is kept as text between messages."""
    platform = Platform(**case["platform"]) if "platform" in case else None
    asked = understand(case["said"], case["today"])
    if asked is None:
        return None
    said = reply(asked, case["today"], platform)
    for text in case.get("answers", ()):
        assert said.question, (text, said.text)
        asked = answered(from_text(to_text(said.asked)), text, case["today"])
        assert asked is not None, text
        said = reply(asked, case["today"], platform)
    return said


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_sentence_is_answered(case):
    said = told(case)

    if case.get("none"):
        assert said is None or not said.asked.dated
        return
    assert said is not None
    assert said.asked.duty == case["duty"], said
    assert said.question == case.get("asks", ""), said.text
    assert set(case.get("units", said.units)) == set(said.units)
    assert said.due == case.get("due", said.due), said.text
    for words in case.get("has", ()):
        assert words in said.text, said.text


ANSWERS = [case for case in CASES if not case.get("none")]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: case["said"])
def test_what_is_quoted_is_in_the_units_and_an_answer_says_what_it_rests_on(case):
    said = told(case)

    quoted = [line[1:] for line in said.text.splitlines() if line.startswith("▎")]
    assert all(any(line in DRAFT[unit].display for unit in said.units) for line in quoted)
    assert bool(quoted) == bool(said.units)
    if not said.question:
        assert said.units
        assert said.text.endswith("以上按征求意见稿计算。")
        assert "\n" in said.text


def test_no_number_of_the_regulation_stands_in_the_wording():
    """Only examples of what to type and the buttons name months."""
    sections = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    rows = [each for name, each in sections.items() if name not in ("questions", "buttons")]
    text = "\n".join(sentence for row in rows for sentence in row.values())

    assert not re.search(r"\d", text)
    assert not re.search("(?<!这)[一二两三四五六七八九十]+(?:个月|年|个工作日|天内|日内)", text)


def test_every_sentence_of_the_wording_is_used():
    code = "".join(path.read_text("utf-8") for path in WORDING.parent.glob("*.py"))
    sections = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    computed = {"none_stated", "notify", "revoke_ban3"}

    assert not [
        (section, key)
        for section, rows in sections.items()
        for key in rows
        if section != "questions" and f'"{key}"' not in code and key not in computed
    ]


def test_plain_questions_are_left_to_the_search():
    questions = [each.question for each in (*load_bank(), *load_unanswerable())]
    taken = [
        question
        for question in questions
        if (asked := understand(question, date(2026, 11, 5))) and asked.dated
    ]

    assert len(taken) <= TAKEN * len(questions), taken


def test_months_on_record_are_not_asked_for():
    months = [Month(2026, 6), Month(2026, 7), Month(2026, 8)]
    platform = Platform(certified_on=date(2026, 6, 1), filed=dict.fromkeys(months))
    asked = understand("我们漏报了会怎样，还有几天", date(2026, 9, 20))
    assert asked is not None

    said = reply(asked, date(2026, 9, 20), platform)

    assert said.question == ""
    assert "2026年6月、7月、8月连续3个月没有按规定填报" in said.text


def test_months_that_were_told_are_kept_apart_from_those_on_record():
    known = [Month(2026, 8), Month(2026, 9), Month(2026, 10)]
    platform = Platform(certified_on=date(2024, 9, 1), filed=dict.fromkeys(known))
    asked = understand("去年十月没报会怎样", date(2026, 11, 20))
    assert asked is not None

    said = reply(asked, date(2026, 11, 20), platform).text

    assert "按您说的，2025年10月没有按规定填报，只有这一个月" in said
    assert "另外，登记里2026年8月、9月、10月连续3个月没有按规定填报，达到通报的条件" in said


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "算了",
        "挂了牌之后能用几年",
        "今年申报截止是哪天",
        "转人工",
        "我们2023年认定的哪天到期",
    ],
)
def test_what_is_no_answer_leaves_the_question(text):
    today = date(2026, 11, 5)
    asked = understand("去年十一月十二月都没报会怎样", today)
    assert asked is not None

    assert answered(reply(asked, today).asked, text, today) is None


@pytest.mark.parametrize(
    ("text", "goes_on"),
    [
        ("最晚什么时候", True),
        ("逾期没报告会怎么样", True),
        ("今天天气怎么样", False),
        ("我们11月20号公示的，最晚哪天提异议", False),
    ],
)
def test_a_short_message_goes_on_about_the_case_that_was_told(text, goes_on):
    today = date(2026, 11, 29)

    asked = understand_after("我们公司11月3号改名了，要跟谁说", text, today)

    assert (asked is not None) == goes_on
    assert asked is None or "2027年2月3日" in reply(asked, today).text


@pytest.mark.parametrize(
    ("before", "text", "day"),
    [
        ("我们10月8日测评不合格了", "那什么时候要整改完", "2027年4月8日"),
        ("我们是因为连续六个月没报被撤销的，2025年8月20号", "什么时候能再报", "2028年8月21日"),
        ("We changed our company name on 2026-10-08. When is it due?", "最晚几号", "2027年1月8日"),
        ("我们8月没交会怎么样", "月报几号前填", ""),
        ("我们公司11月3号改名了，要跟谁说", "那最晚哪天呢", "2027年2月3日"),
        ("评审怎么做", "什么时候开始", ""),
    ],
)
def test_a_short_question_is_computed_with_the_day_told_before(before, text, day):
    asked = understand_after(before, text, date(2026, 11, 29))

    assert (asked is not None) == bool(day)
    assert asked is None or day in reply(asked, date(2026, 11, 29)).text


def test_months_that_are_missed_too_add_to_those_told_before():
    before, today = "我们8月和9月的月报都没报，10月的报了，会通报吗", date(2026, 11, 29)

    asked = understand_more(before, "那6月7月也没报呢", today)

    assert asked is not None
    assert "2026年6月、7月、8月、9月连续4个月" in reply(asked, today).text


SAID = [case["said"] for case in CASES]


@given(
    text=st.one_of(st.sampled_from(SAID), st.text(max_size=40)),
    today=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    replies=st.lists(
        st.one_of(st.sampled_from(["说不准", "昨天", "2月30号", "9999年"]), st.text()), max_size=4
    ),
)
def test_whatever_is_typed_at_most_two_questions_are_asked(text, today, replies):
    asked = understand(text, today)
    for typed in ("", *replies):
        if asked is None:
            return
        said = reply(asked, today)
        assert said.asked.times <= MOST_QUESTIONS
        assert from_text(to_text(said.asked)) == said.asked
        if not said.question:
            return
        asked = answered(said.asked, typed, today) or replace(said.asked, open="")
