"""The interview: whole walks through it, buttons, and what always holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.interviews import (
    Button,
    Message,
    Press,
    Turn,
    changes,
    close,
    from_json,
    read_questionnaire,
    reply,
    shipped,
    to_json,
)
from surveys.interviews.errors import QuestionnaireChanged, WrongTime
from surveys.interviews.outcomes import OUTCOMES
from tests.surveys.interviews.walking import NEW, NOW, WALKS, loaded, walk

WECHAT = 682  # letters of one passive reply
TURNS = loaded("turns.yaml")


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", TURNS, ids=[case["name"] for case in TURNS])
def test_what_comes_of_what_is_said(case):
    turn = walk(*WALKS.get(case.get("from"), []), *case["said"])
    interview, text = turn.interview, "\n".join(turn.says)

    assert all(part in text for part in case.get("says", [])), text
    assert turn.then == case.get("then", turn.then)
    assert interview.result == case.get("outcome", interview.result)
    for question, value in case.get("values", {}).items():
        assert plain(interview.values[question]) == value
    for question, value in case.get("confirmed", {}).items():
        assert plain(interview.confirmed_answers[question].value) == value
    if "reason" in case:
        assert changes(interview)[-1].reason == case["reason"]


def test_a_correction_keeps_the_old_row_with_time_and_reason():
    interview = walk(*WALKS["done"], "修改第11题", "后来出了问题", "不满意").interview

    (change,) = changes(interview)

    assert (change.old, change.new, change.reason) == ("满意", "不满意", "后来出了问题")
    assert change.at == NOW + timedelta(minutes=18)
    assert [each.value for each in interview.answers if each.question == "overall"] == [
        "满意",
        "不满意",
    ]


def test_the_words_are_kept_beside_the_grade():
    row = walk(*WALKS["done"]).interview.confirmed_answers["overall"]

    assert (row.words, row.value, row.mode, row.actor) == (
        "挺好的没毛病",
        "满意",
        "chat",
        "respondent",
    )


def test_a_text_of_four_thousand_letters_is_refused_with_its_length():
    turn = walk(*WALKS["judged"], "好" * 4000)

    assert turn.then == "unclear"
    assert "4000个字" in turn.says[-1]
    assert "suggestions" not in turn.interview.values


def test_the_same_message_twice_is_known_by_its_number():
    first = walk(Message("同意", "m1"))
    second = reply(first.interview, Message("同意", "m1"), NOW)

    assert (second.then, second.says) == ("repeated", ())
    assert second.interview == first.interview


def test_the_same_words_under_another_number_are_another_message():
    turn = walk(Message("同意", "m1"), Message("是", "m2"), Message("是", "m3"))

    assert turn.then == "unclear"  # 是 is no name


def test_after_closing_everything_is_a_note():
    closed = close(walk(*WALKS["done"]).interview, NOW)
    turn = reply(closed, "第11题改成不满意", NOW)

    assert turn.then == "note"
    assert turn.interview == closed
    assert closed.result == "complete"


def button(turn: Turn, title: str) -> Button:
    return next(each for each in turn.buttons if each.title == title)


def test_a_button_pressed_twice_counts_once():
    asked = walk("同意")
    pressed = button(asked, "是，我代表企业")
    once = reply(asked.interview, Press(pressed, "m1"), NOW)
    twice = reply(once.interview, Press(pressed, "m2"), NOW)

    assert twice.interview.answers == once.interview.answers
    assert "第2题" in twice.says[-1]


def test_a_late_button_changes_nothing_and_says_how_to_change():
    asked = walk("同意")
    other = button(asked, "我不负责这件事")
    turn = reply(walk(*WALKS["named"]).interview, other, NOW)

    assert turn.interview.values["speaks_for"] == "speaks"
    assert "修改第1题" in turn.says[0]
    assert turn.interview.result == ""


def test_a_late_refusal_is_told_how_to_stop():
    begun = walk()
    turn = reply(walk("同意").interview, button(begun, "不同意"), NOW)

    assert "请说“停止”" in turn.says[0]
    assert "第0题" not in turn.says[0]


@pytest.mark.parametrize("field", ["invitation", "version", "question", "value"])
def test_a_button_of_another_survey_does_nothing(field):
    asked = walk("同意")
    strange = replace(button(asked, "我不负责这件事"), **{field: "另一个"})
    turn = reply(asked.interview, strange, NOW)

    assert turn.interview.answers == asked.interview.answers
    assert "不起作用" in turn.says[0]


def test_several_services_may_be_pressed_one_after_the_other():
    asked = walk(*WALKS["served"])
    turn = reply(asked.interview, button(asked, "培训服务"), NOW)
    turn = reply(turn.interview, button(asked, "政策服务"), NOW)

    assert turn.interview.values["services"] == ("政策服务", "培训服务")
    assert "第7题" in turn.says[-1]


def test_the_button_all_means_every_kind():
    asked = walk(*WALKS["served"])
    turn = reply(asked.interview, button(asked, "都有"), NOW)

    assert turn.interview.values["services"] == ("政策服务", "咨询服务", "培训服务", "技术服务")


def test_an_old_confirmation_button_does_not_confirm_a_later_change():
    shown = walk(*WALKS["judged"], "没有")
    old = button(shown, "确认")
    changed = reply(shown.interview, "第11题改成很不满意", NOW)
    late = reply(changed.interview, old, NOW)
    fresh = reply(late.interview, button(late, "确认"), NOW)

    assert not late.interview.finished
    assert fresh.interview.finished


def test_an_ended_interview_is_not_taken_up_by_an_old_button():
    asked = walk()
    turn = reply(walk("不同意").interview, button(asked, "同意"), NOW)

    assert turn.interview.result == "refused"
    assert button(turn, "继续")
    assert reply(turn.interview, button(turn, "继续"), NOW).interview.stage == "asking"


def test_grade_buttons_after_an_unclear_score_offer_only_what_it_may_mean():
    turn = walk(*WALKS["rated"], "4")

    assert [each.title for each in turn.buttons] == ["满意", "不满意"]
    assert reply(turn.interview, turn.buttons[0], NOW).interview.values["overall"] == "满意"


def test_everything_said_fits_one_wechat_message():
    long_words = "甲" * 900
    turn = walk(*WALKS["rated"], "挺好的没毛病", long_words, long_words)

    assert turn.then == "confirm"
    assert sum(map(len, turn.says)) < WECHAT


def test_braces_that_mark_slots_in_rasa_are_not_shown():
    turn = walk(*WALKS["judged"], "{slot} 很好")

    assert turn.interview.values["suggestions"] == "{slot} 很好"
    assert "{" not in "".join(turn.says)


def test_a_time_without_zone_is_refused():
    with pytest.raises(WrongTime):
        reply(NEW, "同意", datetime(2026, 6, 1))  # noqa: DTZ001


def test_another_questionnaire_does_not_open_a_stored_interview():
    content = json.loads(json.dumps(shipped().content))
    content["questions"][1]["ask"] += "？"

    with pytest.raises(QuestionnaireChanged, match="第1版"):
        from_json(to_json(NEW), read_questionnaire(content))


SAID = [
    *dict.fromkeys(each for said in WALKS.values() for each in said),
    *dict.fromkeys(each for case in TURNS for each in case["said"]),
    *["下一题", "撤回", "不同意", "没有接受过", "修改第5题", "第1题改成我不负责", "确认", "确认"],
]
BUTTONS = [each for walked in WALKS.values() for each in walk(*walked[:-1]).buttons]
anything = st.one_of(
    st.sampled_from(SAID),
    st.sampled_from(SAID),
    st.sampled_from(BUTTONS),
    st.text(max_size=30),
    st.builds(Message, st.sampled_from(SAID), st.sampled_from(["", "1", "2"])),
    st.builds(Press, st.sampled_from(BUTTONS), st.sampled_from(["", "3", "4"])),
)
starts = st.sampled_from([(), *(tuple(each) for each in WALKS.values())])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(starts, st.lists(anything, max_size=15), st.booleans())
def test_whatever_is_said_nothing_is_lost_and_nothing_finishes_unconfirmed(start, said, closing):
    interview = walk(*start).interview
    for each in said:
        before = interview
        turn = reply(before, each, NOW)
        interview = turn.interview

        assert turn == reply(before, each, NOW)
        assert interview.answers[: len(before.answers)] == before.answers
        assert interview.events[: len(before.events)] == before.events
        assert interview.result in OUTCOMES
        assert turn.says or turn.then == "repeated"
        assert from_json(json.loads(json.dumps(to_json(interview)))) == interview
        if interview.confirmed > before.confirmed:
            assert before.stage == "readback"
            assert interview.events[-1].what == "confirmed"
            assert interview.confirmed == len(before.answers) == len(interview.answers)
        if interview.finished:
            confirmed = interview.confirmed_answers
            assert confirmed["consent"].value == "agreed"
            assert confirmed["overall"].value in shipped().scale
        for row in interview.answers[len(before.answers) :]:
            earlier = [n for n, old in enumerate(before.answers) if old.question == row.question]
            assert row.replaces == (earlier[-1] if earlier else None)
            assert bool(row.reason) == bool(earlier)
    if closing:
        closed = close(interview, NOW)
        assert all(reply(closed, each, NOW).interview.answers == closed.answers for each in said)
