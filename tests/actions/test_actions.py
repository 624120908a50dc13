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
from actions.check_eligibility import ActionCheckEligibility
from actions.give_feedback import ActionGiveFeedback
from actions.go_on import ActionGoOn
from actions.lead_survey import ActionLeadSurvey
from actions.list_materials import ActionListMaterials
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
    return turn(action, text, intent, {}, **entities)[0][-1]


def turn(
    action: ServiceAction, text: str, intent: str, slots: dict, sure: float = 0.9, **entities
) -> tuple[list[dict], list[dict]]:
    """What an action says to a message, and its events."""
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": sure},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
        "metadata": {"turn": 42},
    }
    tracker = Tracker("web:a", slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {}))
    return dispatcher.messages, events


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


@pytest.mark.parametrize(
    ("text", "intent", "sure"),
    [
        ("今年申报截止到哪天", "check_deadline", 0.9),
        ("小巨人企業申報截止日期", "check_deadline", 0.9),
        ("材料交几份", "list_materials", 0.9),
        ("今年通过率多少", "survey_progress", 0.9),
        ("异议几天内答复", "survey_progress", 0.4),
        ("月报截止日是每月几号", "check_deadline", 0.9),
    ],
)
def test_what_the_text_does_not_say_is_refused_whatever_wish_it_sounds_like(
    services, text, intent, sure
):
    actions = {
        "check_deadline": ActionCheckDeadline,
        "list_materials": ActionListMaterials,
        "survey_progress": ActionLeadSurvey,
    }

    messages, _ = turn(actions[intent](services), text, intent, {}, sure)

    assert messages[0]["text"] == services.answerer.answer(text).text


@pytest.mark.parametrize("text", ["推荐表要随机抽取多少家企业", "推薦表至少要抽幾家"])
def test_how_many_must_be_drawn_is_asked_of_the_text(services, text):
    messages, events = turn(ActionLeadSurvey(services), text, "start_survey_admin", {})

    assert (messages, [each["name"] for each in events]) == ([], ["action_answer_question"])


def test_who_leads_no_survey_is_answered_from_the_text(services):
    assert "盖章" in said(ActionLeadSurvey(services), "推荐表谁盖章", "export_form")["text"]


def test_a_wish_for_a_survey_still_needs_a_binding(services):
    for text in ("我们抽了多少家", "调查进行到哪一步了", "有几家回复", "哪家没答"):
        assert "绑定" in said(ActionLeadSurvey(services), text, "survey_progress")["text"]


@pytest.mark.parametrize(
    ("text", "intent", "goes_on"),
    [
        ("不实名呢", "deny", True),
        ("咨询呢", "human_help", True),
        ("下一项", "affirm", True),
        ("再说一遍", "cancel", True),
        ("人工呢", "human_help", False),
        ("不用了", "deny", False),
    ],
)
def test_what_goes_on_from_the_last_answer_is_no_yes_and_no_no(services, text, intent, goes_on):
    slots = {"last_question": "异议怎么提", "last_units": ["第十二条第二款"]}

    messages, events = turn(ActionGoOn(services), text, intent, slots)

    assert [each["response"] for each in messages] == [f"utter_{intent}"][goes_on:]
    assert events[-1]["name"] == ("action_answer_question" if goes_on else "action_listen")
    fresh, _ = turn(ActionGoOn(services), text, intent, {})
    assert fresh[-1]["response"] == f"utter_{intent}"


def test_what_else_is_asked_beside_an_own_deadline_is_answered_too(services):
    text = "我们上个月改了名，称号还有效吗，西部的条件能放宽吗"

    answer = said(ActionCheckDeadline(services), text, "check_deadline")["text"]

    assert "第十八条" in answer
    assert "西部大开发" in answer


def test_the_check_is_offered_beside_conditions_only(services):
    for text, offered in (
        ("我们分公司能申报吗", True),
        ("想问问单位改了名字以后这块牌子还能不能接着用", False),
    ):
        messages, _ = turn(ActionCheckEligibility(services), text, "check_eligibility", {})

        assert (len(messages) == 2) is offered


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
