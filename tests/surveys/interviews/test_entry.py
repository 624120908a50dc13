"""Interviews that staff held: the same questions and checks, each row marked."""

from __future__ import annotations

import pytest

from surveys.interviews import METHODS, begin, close, enter, reply
from surveys.interviews.errors import WrongEntry
from tests.surveys.interviews.walking import NEW, NOW, WALKS, walk

FIRST = ["consent", "speaks_for", "name", "position", "phone", "was_served"]
IDS = [*FIRST, "services", "quality", "fees", "attitude", "effect", "overall", "development"]
SHEET = dict(zip([*IDS, "suggestions", "confirm"], WALKS["done"], strict=True))
BY_PHONE = {"mode": "phone", "interviewer": "测评员甲", "attempt": 2, "now": NOW}


def without(*names: str) -> dict[str, str]:
    return {name: words for name, words in SHEET.items() if name not in names}


def test_a_whole_interview_by_telephone_is_finished_and_marked():
    entered = enter(NEW, SHEET, **BY_PHONE)

    assert (entered.problems, entered.left) == ((), ())
    assert entered.interview.result == "complete"
    assert {(each.mode, each.actor, each.attempt) for each in entered.interview.answers} == {
        ("phone", "测评员甲", 2)
    }
    assert entered.interview.events[0].detail == "phone/2/测评员甲"


def test_the_values_are_those_that_the_chat_would_have_recorded():
    by_chat = walk(*WALKS["done"]).interview

    assert enter(NEW, SHEET, **BY_PHONE).interview.values == by_chat.values


def test_without_the_persons_confirmation_it_is_not_finished():
    entered = enter(NEW, without("confirm"), **BY_PHONE)

    assert entered.interview.stage == "readback"
    assert not entered.interview.finished


@pytest.mark.parametrize(
    ("answers", "question", "sentence"),
    [
        ({**SHEET, "overall": "4"}, "overall", "几分制"),
        ({**SHEET, "phone": "123"}, "phone", "电话号码"),
        ({**SHEET, "name": "跳过"}, "name", "不能跳过"),
        ({**SHEET, "mood": "好"}, "mood", "没有“mood”这一题"),
        ({**SHEET, "confirm": "好像吧"}, "confirm", "没听出是不是确认"),
        (without("overall"), "confirm", "补齐"),
        ({**SHEET, "consent": "不同意"}, "speaks_for", "已经结束"),
        ({**SHEET, "was_served": "没有"}, "quality", "已经结束"),
        (without("was_served"), "quality", "不用问"),
    ],
)
def test_what_cannot_be_recorded_is_named_and_nothing_is_finished(answers, question, sentence):
    entered = enter(NEW, answers, **BY_PHONE)

    assert any(each.question == question and sentence in each.sentence for each in entered.problems)
    assert not entered.interview.finished


def test_what_was_begun_in_chat_is_completed_by_telephone():
    begun = walk(*WALKS["named"]).interview
    entered = enter(begun, SHEET, **BY_PHONE)
    modes = [each.mode for each in entered.interview.answers]

    assert entered.interview.result == "complete"
    assert modes == ["chat"] * 5 + ["phone"] * 9


def test_another_answer_than_in_chat_is_a_correction():
    begun = walk(*WALKS["named"]).interview
    interview = enter(begun, {**SHEET, "position": "厂长"}, **BY_PHONE).interview
    corrected = [each for each in interview.answers if each.replaces is not None]

    assert [(each.question, each.value, each.mode) for each in corrected] == [
        ("position", "厂长", "phone")
    ]


def test_a_confirmed_answer_is_changed_only_with_a_reason():
    done = walk(*WALKS["done"]).interview
    bare = enter(done, {"overall": "不满意", "confirm": "确认"}, **BY_PHONE)
    told = enter(done, {"overall": "不满意", "reason": "回访时更正", "confirm": "确认"}, **BY_PHONE)

    assert [each.question for each in bare.problems] == ["overall"]
    assert bare.interview.confirmed_answers["overall"].value == "满意"
    assert told.interview.confirmed_answers["overall"].value == "不满意"
    assert told.interview.answers[-1].reason == "回访时更正"


def test_who_said_stop_is_asked_for_consent_again():
    stopped = walk(*WALKS["named"], "停止").interview
    silent = enter(stopped, without("consent"), **BY_PHONE)

    assert [each.question for each in silent.problems] == ["consent"]
    assert silent.interview == stopped
    assert enter(stopped, SHEET, **BY_PHONE).interview.result == "complete"


def test_a_skipped_question_is_recorded_as_skipped():
    entered = enter(NEW, {**SHEET, "fees": "跳过"}, **BY_PHONE)

    assert entered.interview.values["fees"] is None
    assert entered.interview.finished


def test_a_denial_on_the_telephone_has_the_same_code():
    denied = {name: SHEET[name] for name in FIRST} | {"was_served": "没有接受过"}

    assert enter(NEW, denied, **BY_PHONE).interview.result == "not_served"


def test_after_closing_nothing_is_entered():
    closed = close(begin(NEW, NOW).interview, NOW)
    entered = enter(closed, SHEET, **BY_PHONE)

    assert entered.interview == closed
    assert "已经结束" in entered.problems[0].sentence


@pytest.mark.parametrize(
    "wrong", [{"mode": "chat"}, {"mode": "telepathy"}, {"interviewer": " "}, {"attempt": 0}]
)
def test_an_entry_says_how_by_whom_and_at_which_attempt(wrong):
    with pytest.raises(WrongEntry, match="请"):
        enter(NEW, SHEET, **{**BY_PHONE, **wrong})


def test_an_entered_interview_can_be_taken_up_in_chat():
    half = {name: SHEET[name] for name in FIRST}
    turn = reply(enter(NEW, half, **BY_PHONE).interview, "培训", NOW)

    assert turn.interview.answers[-1].mode == "chat"
    assert "第7题" in turn.says[-1]


def test_every_mode_is_a_box_of_the_form():
    boxes = {"上门拜访", "电话询问", "网络互动", "书面征求", "其他"}

    assert set(METHODS.values()) == boxes
