"""Deadlines over HTTP, through the trained model, with buttons as they are pressed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.stack


def test_what_is_missing_is_asked_and_then_answered(chat):
    asked = chat.says("去年十一月十二月都没报会怎样")
    assert "11月、12月连续2个月没有按规定填报" in asked
    assert "以外都按时填报了吗" in asked

    assert "将给予通报" in chat.presses("都按时填了")
    assert chat.last["units"] == ["第二十条第二款"]


def test_who_has_just_changed_the_name_hears_whom_to_tell_and_is_asked_for_the_day(chat):
    told = chat.says("刚改了名字要跟谁说")
    assert "向推荐单位报告" in told
    assert "变更登记是哪一天办的" in told

    assert "还有" in chat.presses("昨天")


def test_an_own_date_is_computed_whatever_the_sentence_is_taken_for(chat):
    told = chat.says("我们2023年9月1号认定的，什么时候到期")

    assert "2026年8月31日（周一）" in told
    assert "——2026年9月1日（周二）" in told


def test_a_message_that_is_no_answer_is_treated_as_usual(chat):
    chat.says("去年十一月十二月都没报会怎样")

    assert "不客气" in chat.says("谢谢啦")
    assert "有效期为三年" in chat.says("挂了牌之后能用几年")


def test_a_question_in_place_of_an_answer_is_answered_once(chat):
    chat.says("我们刚改了名字，最晚哪天报告")

    assert "有效期为三年" in chat.says("挂了牌之后能用几年")
    assert "将给予通报" not in chat.last["text"]


def test_another_deadline_in_place_of_an_answer_is_computed(chat):
    chat.says("去年十一月十二月都没报会怎样")

    assert "2026年8月31日（周一）" in chat.says("我们2023年9月1号认定的，什么时候到期")


def test_plain_questions_stay_with_the_search(chat):
    for text, words in (("月报几号前填", "10日内"), ("整改要多久", "6个月内")):
        assert words in chat.says(text)
        assert "以上按征求意见稿计算" not in chat.last["text"]
