"""Deadlines in conversation: the question that waits, its answer, and what leaves it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_question import ActionAnswerQuestion
from actions.base import ServiceAction
from actions.check_deadline import OPEN, SLOT, TASK, ActionCheckDeadline
from actions.services import Services
from knowledge.answerer import load_answerer
from surveys.database import Database
from surveys.platforms.model import BEIJING
from surveys.sealing import Seal

NOON = datetime(2026, 1, 20, 12, tzinfo=BEIJING).timestamp()
MISSED = "去年十一月十二月都没报会怎样"


@dataclass
class Person:
    """Someone who talks to the actions; slots are kept as Rasa would."""

    services: Services
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def says(self, text: str, action: type[ServiceAction] = ActionCheckDeadline) -> str:
        message = {"text": text, "intent": {"name": "check_deadline"}, "entities": []}
        tracker = Tracker("web:a", self.slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        self.events = asyncio.run(action(self.services).run(dispatcher, tracker, {}))
        self.slots |= {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}
        self.messages = dispatcher.messages
        return "\n".join(each["text"] or each["response"] for each in self.messages)

    @property
    def next(self) -> str:
        """The action named to follow, or undo where the turn is to be predicted anew."""
        named = [e.get("name") for e in self.events if e["event"] == "followup"]
        return "undo" if self.events and self.events[0]["event"] == "undo" else "".join(named)


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


def test_what_is_missing_is_asked_with_buttons_that_say_their_answer(person):
    told = person.says(MISSED)
    assert "2025年11月、12月连续2个月没有按规定填报" in told
    assert "2025年11月、12月以外都按时填报了吗" in told
    assert person.messages[0]["custom"]["units"] == ["第二十条第二款"]
    assert [each["payload"] for each in person.messages[0]["buttons"]] == [
        "都按时填了",
        "还有没填的",
        "说不准",
    ]
    assert (person.slots[TASK], person.next) == (OPEN, "action_listen")

    told = person.says("都按时填了")

    assert "2025年11月、12月连续2个月" in told
    assert person.messages[0]["custom"]["units"] == ["第二十条第二款"]
    assert (person.slots[SLOT], person.slots[TASK]) == (None, None)
    assert person.slots["last_units"] == ["第二十条第二款"]


def test_two_questions_at_most(person):
    person.says(MISSED)
    assert "哪几个月" in person.says("还有没填的")

    assert "以上按征求意见稿计算" in person.says("说不准")


@pytest.mark.parametrize("text", ["谢谢", "挂了牌之后能用几年", "算了", "讲个笑话听听"])
def test_what_is_no_answer_leaves_the_question_and_is_treated_as_usual(person, text):
    person.says(MISSED)
    person.says(text)

    assert person.messages == []
    assert person.next == "undo"
    assert (person.slots[SLOT], person.slots[TASK]) == (None, None)


def test_a_check_that_was_over_can_be_corrected_again_afterwards(person):
    person.slots[TASK] = "eligibility_done"
    person.says(MISSED)
    person.says("还有没填的")
    assert person.slots[TASK] == OPEN

    person.says("说不准")

    assert person.slots[TASK] == "eligibility_done"


def test_an_own_date_in_what_was_taken_for_a_plain_question_is_computed(person):
    person.says("我们2023年9月1号认定的，什么时候到期", ActionAnswerQuestion)

    assert person.messages == []
    assert person.next == "action_check_deadline"


def test_a_plain_question_is_answered_from_the_text(person):
    assert "三年" in person.says("有效期几年", ActionAnswerQuestion)
    assert person.next == "action_listen"
    assert "10日内" in person.says("每个月几号之前要填报")
    assert SLOT not in person.slots


def test_the_day_is_the_day_in_china(person):
    person.services = Services(
        person.services.answerer,
        person.services.database,
        lambda: datetime(2026, 6, 11, 0, 30, tzinfo=BEIJING).timestamp(),
        person.services.seal,
    )

    assert "2026年6月10日（周三）填报没有超期" in person.says("我们的5月月报昨天才报 算逾期吗")


def test_a_short_question_goes_on_about_the_date_that_was_told(person):
    person.says("我们1月5号改名了，要跟谁说")

    assert "2026年4月5日" in person.says("最晚什么时候")
    assert "逾期报告的后果，条文没有写" in person.says("逾期没报告会怎么样")
