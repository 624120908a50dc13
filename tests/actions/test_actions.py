"""Actions: what the domain declares, and what each says."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select

from actions.answer_question import ActionAnswerQuestion
from actions.base import ServiceAction
from actions.check_deadline import ActionCheckDeadline
from actions.give_feedback import ActionGiveFeedback
from actions.services import Services
from actions.show_unit import ActionShowUnit
from knowledge.answerer import load_answerer
from surveys import review
from surveys.database import Database
from surveys.schema import feedback
from surveys.sealing import Seal

ROOT = Path(__file__).parents[2]
DOMAIN = yaml.safe_load((ROOT / "nlu/domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
def services(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    yield Services(
        answerer=load_answerer(), database=database, now=lambda: 100.0, seal=Seal(("invented",))
    )
    database.close()


def said(action: ServiceAction, text: str, intent: str = "ask_policy", **entities) -> dict:
    """What an action says to a message: its last message."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {"turn": 42},
    }
    tracker = Tracker("web:a", {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    asyncio.run(action.run(dispatcher, tracker, {}))
    return dispatcher.messages[-1]


def test_every_declared_action_exists_and_every_action_is_declared():
    declared = {each for each in DOMAIN["actions"] if isinstance(each, str)}
    files = {path.stem for path in (ROOT / "actions").glob("*.py")}
    helpers = {"__init__", "base", "in_register", "opening", "services", "settings"}

    assert {f"action_{name}" for name in files - helpers} == declared


def test_an_answer_carries_its_unit_and_can_be_judged(services):
    message = said(ActionAnswerQuestion(services), "挂了牌之后能用几年")

    assert message["custom"] == {"units": ["第十七条"], "marks": []}
    assert [button["title"] for button in message["buttons"]] == ["有帮助", "没帮助"]
    assert json.loads(message["buttons"][0]["payload"].removeprefix("/give_feedback")) == {
        "answer": "42",
        "question": "挂了牌之后能用几年",
        "units": ["第十七条"],
        "helpful": True,
    }


def test_a_refusal_offers_questions_instead(services):
    message = said(ActionAnswerQuestion(services), "今天天气怎么样")

    assert message["custom"] == {"units": [], "marks": []}
    assert message["buttons"]
    assert "有帮助" not in [button["title"] for button in message["buttons"]]


def test_a_button_shows_a_unit(services):
    assert "有效期为三年" in said(ActionShowUnit(services), "", unit="第十七条")["text"]


def test_a_button_for_a_unit_that_is_gone_says_so(services):
    assert "只有三十条" in said(ActionShowUnit(services), "", unit="第九十条")["text"]


def test_a_verdict_is_recorded_once(services):
    for helpful in (True, False):
        said(
            ActionGiveFeedback(services),
            "",
            answer="42",
            question="几年",
            units=[],
            helpful=helpful,
        )

    with services.database.read() as connection:
        assert connection.execute(select(feedback.c.helpful)).scalars().all() == [1]


def test_a_plain_question_taken_for_an_own_deadline_is_answered(services):
    message = said(ActionCheckDeadline(services), "每个月几号之前要填报", "check_deadline")

    assert "10日内" in message["text"]


def test_who_names_nothing_to_compute_is_told_what_to_say(services):
    message = said(ActionCheckDeadline(services), "帮我算算", "check_deadline")

    assert message["response"] == "utter_ask_deadline"


def test_what_was_not_answered_or_not_well_is_queued_for_review(services):
    said(ActionAnswerQuestion(services), "评上奖励多少钱，回我13812345678")
    said(ActionAnswerQuestion(services), "挂了牌之后能用几年")
    verdict = {"question": "挂了牌之后能用几年", "units": "第十七条", "answer": "7"}
    for _ in range(2):
        said(ActionGiveFeedback(services), "", "give_feedback", helpful=False, **verdict)

    kept = [(each.question, each.reason) for each in review.waiting(services.database)]
    assert kept == [
        ("评上奖励多少钱,回我[号码]", "unanswered"),
        ("挂了牌之后能用几年", "unhelpful"),
    ]
