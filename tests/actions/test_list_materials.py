"""The list of materials in conversation: ticks, questions in between, and what leaves it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ServiceAction
from actions.check_eligibility import ActionCheckEligibility
from actions.list_materials import OPEN, SLOT, ActionListMaterials
from actions.services import Services
from knowledge.answerer import load_answerer
from surveys import materials
from surveys.database import Database
from surveys.sealing import Seal

NOW = 1_780_000_000.0


@dataclass
class Person:
    """Someone who talks to the action; slots are kept as Rasa would."""

    services: Services
    key: str = "web:a"
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)

    action: type[ServiceAction] = ActionListMaterials

    def says(self, text: str, intent: str = "list_materials") -> str:
        name, _, carried = text.removeprefix("/").partition("{")
        pressed = text.startswith("/")
        entities = json.loads("{" + carried) if carried and pressed else {}
        message = {
            "text": text,
            "intent": {"name": name if pressed else intent, "confidence": 1.0},
            "entities": [{"entity": key, "value": value} for key, value in entities.items()],
        }
        tracker = Tracker(self.key, self.slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        self.events = asyncio.run(self.action(self.services).run(dispatcher, tracker, {}))
        self.slots |= {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}
        self.messages = dispatcher.messages
        return "\n".join(each["text"] or each["response"] for each in self.messages)

    def presses(self, title: str) -> str:
        buttons = [each for message in self.messages for each in message["buttons"]]
        [payload] = [each["payload"] for each in buttons if each["title"] == title]
        return self.says(payload)

    @property
    def ready(self) -> set[int]:
        return set(materials.kept(self.services.database, self.key).ready)

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
        Services(answerer=answerer, database=database, now=lambda: NOW, seal=Seal(("invented",)))
    )
    database.close()


def test_a_list_is_shown_with_its_article_and_buttons_that_tick_and_untick(person):
    assert "已备0/7" in person.says("给我列个材料清单")
    assert person.messages[0]["custom"]["units"] == ["第十一条"]
    assert person.slots[SLOT] == OPEN

    assert "已备1/7" in person.presses("备好：审计报告")
    assert person.ready == {3}

    assert "已备0/7" in person.presses("撤回：审计报告")
    assert person.ready == set()


def test_ticks_are_kept_by_contact_and_found_again_later(person):
    person.says("营业执照准备好了")
    person.slots.clear()

    assert "✓ （二）" in person.says("材料清单")
    other = Person(person.services, key="web:b")
    assert "已备0/7" in other.says("材料清单")


def test_a_plain_question_is_answered_from_article_11_with_the_list_offered(person):
    told = person.says("申请要交哪些材料")

    assert "▎" in told
    assert "第十一条" in person.messages[0]["custom"]["units"]
    assert person.slots.get(SLOT) is None
    assert "已备0/7" in person.presses("逐项打勾")
    assert person.slots[SLOT] == OPEN


def test_while_the_list_is_open_a_tick_counts_whatever_it_is_taken_for(person):
    person.says("材料清单")
    person.says("都准备好了", intent="report_filed")
    assert len(person.ready) == 7

    assert "还没有打勾" in person.says("重新开始", intent="cancel")
    assert person.ready == set()
    person.presses("撤销，恢复原来的勾")
    assert len(person.ready) == 7


@pytest.mark.parametrize("intent", ["ask_policy", "out_of_scope", "nlu_fallback"])
def test_a_question_in_between_is_left_to_the_search_and_the_list_stays_open(person, intent):
    person.says("材料清单")
    assert person.says("挂了牌之后能用几年", intent=intent) == ""

    assert person.next == "action_answer_question"
    assert person.slots[SLOT] == OPEN


def test_thanks_are_answered_and_the_list_stays_open(person):
    person.says("材料清单")

    assert person.says("谢谢啦", intent="thanks") == "utter_thanks"
    assert (person.next, person.slots[SLOT]) == ("action_listen", OPEN)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("算了不弄了", "cancel"),
        ("帮我看看我们公司够不够条件申报", "check_eligibility"),
        ("本月月报最晚哪天", "check_deadline"),
        ("别再给我发消息了", "opt_out"),
        ("本月报表已报", "report_filed"),
    ],
)
def test_a_wish_for_something_else_closes_the_list_and_keeps_its_ticks(person, text, intent):
    person.says("第三项好了")
    assert person.says(text, intent=intent) == ""

    assert (person.next, person.slots[SLOT]) == ("undo", None)
    assert person.ready == {3}


def test_a_press_of_the_list_ticks_while_a_check_is_open_which_stays_open(person):
    person.says("材料清单")
    person.slots[SLOT] = "eligibility"
    person.action = ActionCheckEligibility
    listed = list(person.messages)
    assert person.presses("备好：审计报告") == ""
    assert person.next == "action_list_materials"

    person.action, person.messages = ActionListMaterials, listed
    assert "已备1/7" in person.presses("备好：审计报告")
    assert (person.ready, person.slots[SLOT]) == ({3}, "eligibility")


def test_a_turn_that_is_run_again_leaves_the_same_list(person):
    first = person.says("1、2、4都齐了")
    assert person.says("1、2、4都齐了") == first
    assert person.ready == {1, 2, 4}
