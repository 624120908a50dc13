"""The eligibility check as a conversation, through the real action and the real database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.check_eligibility import SLOT, ActionCheckEligibility
from actions.services import Services
from knowledge.answerer import load_answerer
from surveys import checks
from surveys.database import Database
from surveys.platforms.model import BEIJING
from surveys.sealing import Seal

CASES = Path(__file__).parent / "cases" / "eligibility_check.yaml"
NOON = datetime(2026, 5, 20, 12, tzinfo=BEIJING).timestamp()
DAY = 86_400.0


@dataclass
class Person:
    """Someone who talks to the action; the slots are kept as Rasa would."""

    services: Services
    key: str = "web:a"
    now: float = NOON
    slots: dict[str, Any] = field(default_factory=dict)
    turn: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)

    def says(self, text: str, intent: str = "ask_policy", confidence: float = 0.9) -> str:
        self.turn += 1
        return self._run(text, intent, confidence, {})

    def presses(self, title: str) -> str:
        """Press a button of the last message, as its payload would arrive."""
        buttons = [each for message in self.messages for each in message["buttons"]]
        payload = next(each["payload"] for each in buttons if each["title"] == title)
        return self.sends(payload)

    def sends(self, payload: str) -> str:
        self.turn += 1
        intent, _, entities = payload.removeprefix("/").partition("{")
        said = json.loads("{" + entities) if entities else {}
        return self._run(payload, intent, 1.0, said)

    def repeats(self, text: str) -> str:
        """The same message once more, as after a crash before its reply was recorded."""
        return self._run(text, "ask_policy", 0.9, {})

    def _run(self, text: str, intent: str, confidence: float, said: dict[str, Any]) -> str:
        message = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": value} for name, value in said.items()],
            "metadata": {"turn": self.turn},
        }
        tracker = Tracker(self.key, self.slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        action = ActionCheckEligibility(replace(self.services, now=lambda: self.now))
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        self.slots |= {each["name"]: each["value"] for each in events if each["event"] == "slot"}
        assert events[-1] == {"event": "followup", "timestamp": None, "name": "action_listen"}
        self.messages = dispatcher.messages
        return "\n".join(each["text"] or each["response"] for each in dispatcher.messages)

    @property
    def asked(self) -> str:
        kept = checks.kept(self.services.database, self.key, "")
        return kept.check.asked if kept else ""


@pytest.fixture(scope="module")
def answerer():
    return load_answerer()


@pytest.fixture
def person(tmp_path, answerer) -> Iterator[Person]:
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    yield Person(
        Services(answerer=answerer, database=database, now=lambda: NOON, seal=Seal(("invented",)))
    )
    database.close()


def test_a_check_of_twelve_turns_with_a_correction_a_question_and_a_week_between(person):
    for case in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        person.now += case.get("days", 0) * DAY
        told = (
            person.presses(case["press"])
            if "press" in case
            else person.says(case["said"], case["intent"])
        )
        assert case["says"] in "".join(told.split()) or case["says"] in told, case
        assert (person.asked, person.slots[SLOT]) == (case["asked"], case["slot"]), case

    assert person.turn == 12


def test_a_question_in_between_is_answered_with_its_units_and_the_check_goes_on(person):
    person.says("开始核对", "check_eligibility")
    told = person.says("挂了牌之后能用几年？")

    assert "三年" in told
    assert person.messages[0]["custom"]["units"] == ["第十七条"]
    assert told.endswith("贵单位是哪一类单位？")
    assert person.slots["last_units"] == ["第十七条"]


def test_why_it_is_asked_is_answered_with_the_article_of_the_question(person):
    person.says("开始核对", "check_eligibility")

    told = person.says("为什么问这个", "out_of_scope")

    assert "资产总额不低于300万元" in told
    assert "贵单位是哪一类单位" in told


def test_who_describes_their_own_case_is_checked_and_not_asked_what_was_said(person):
    told = person.says(
        "我想申报，但不知道够不够条件，我们是四川的社会团体，2017年成立，员工12人",
        "check_eligibility",
    )

    assert "法人类型，我们是四川的社会团体" in told
    assert "专职人员数，员工12人" in told
    assert person.asked not in ("", "法人类型", "专职人员")


def test_one_fact_in_a_question_starts_no_check(person):
    person.says("我们分公司能申报吗", "check_eligibility")

    assert person.asked == ""


def test_an_answer_that_is_delivered_twice_counts_once(person):
    person.says("开始核对", "check_eligibility")
    person.says("有限公司")
    first = person.says("今天")

    assert person.repeats("今天") == first
    assert person.asked == "开始运营"


def test_a_button_of_an_earlier_question_corrects_that_question(person):
    person.says("开始核对", "check_eligibility")
    stale = next(each for each in person.messages[-1]["buttons"] if each["title"] == "事业单位")
    person.says("有限公司")

    told = person.sends(stale["payload"])

    assert "已改：法人类型，从“有限公司”改成“事业单位”" in told
    assert person.asked == "独立法人"


def test_a_button_pressed_twice_changes_nothing(person):
    person.says("开始核对", "check_eligibility")
    pressed = next(each for each in person.messages[-1]["buttons"] if each["title"] == "事业单位")
    person.sends(pressed["payload"])

    assert "已改" not in person.sends(pressed["payload"])
    assert person.asked == "独立法人"


@pytest.mark.parametrize("intent", ["greet", "human_help", "opt_out", "thanks"])
def test_an_aside_gets_its_sentence_and_the_check_goes_on(person, intent):
    person.says("开始核对", "check_eligibility")
    told = person.says("嗨", intent)

    assert f"utter_{intent}" in told
    assert "第1问" in told
    assert person.asked == "法人类型"


def test_another_wish_is_put_off_until_the_check_is_stopped(person):
    person.says("开始核对", "check_eligibility")

    assert "先停一下" in person.says("把推荐表给我", "export_form")
    assert person.slots[SLOT] == "eligibility"


def test_two_people_do_not_share_a_check(person):
    person.says("开始核对", "check_eligibility")
    person.says("有限公司")
    other = Person(person.services, key="web:b")
    other.says("开始核对", "check_eligibility")

    assert (person.asked, other.asked) == ("申报日期", "法人类型")


def test_a_question_about_one_point_is_answered_and_the_check_offered(person):
    told = person.says("我们分公司能申报吗", "check_eligibility")

    assert "分支机构除外" in told
    assert SLOT not in person.slots
    assert "第1问" in person.sends(person.messages[-1]["buttons"][0]["payload"])


def test_what_was_answered_is_deleted_when_asked(person):
    person.says("开始核对", "check_eligibility")
    person.says("有限公司")

    assert "已经删掉" in person.says("删除核对记录")
    assert checks.kept(person.services.database, person.key, "") is None
    assert person.slots[SLOT] is None


def test_at_the_end_the_outcome_is_told_and_can_still_be_corrected(person):
    person.says("开始核对", "check_eligibility")
    person.says("分公司")
    while person.slots[SLOT] == "eligibility":
        told = person.says("不清楚")

    assert "还不能申报（按征求意见稿）" in told
    assert "分支机构除外" in told
    assert all(len(each["text"]) <= 900 for each in person.messages)
    assert person.slots[SLOT] == "eligibility_done"
    assert "还不能申报" not in person.says("改一下那个", "correct_answer")
    assert "已改：法人类型" in person.says("法人类型改成有限公司", "correct_answer")


def test_no_row_of_messages_breaks_a_check(person):
    person.says("开始核对", "check_eligibility")
    odd = [
        "",
        "🙂",
        "/restart",
        "资产改成",
        "修改",
        "上一题",
        "继续",
        "？",
        "一" * 500,
        "不对，",
        "0",
    ]
    for text in odd:
        assert person.says(text, "nlu_fallback")
    assert person.slots[SLOT] == "eligibility"
