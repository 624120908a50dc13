"""Platforms in chat: binding, look-up, reports and reminders, through the real actions."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import select

from actions.answer_question import ActionAnswerQuestion
from actions.answer_survey import ActionAnswerSurvey
from actions.bind import ActionBind
from actions.check_deadline import ActionCheckDeadline
from actions.check_eligibility import ActionCheckEligibility
from actions.look_up_platform import ActionLookUpPlatform
from actions.opt_out import ActionOptOut
from actions.record_filing import ActionRecordFiling
from actions.services import Services
from actions.set_reminder import ActionSetReminder
from knowledge.answerer import load_answerer
from knowledge.rules.deadlines.months import Month
from surveys.database import Database
from surveys.platforms import bindings, records, register, subscriptions
from surveys.schema import filing
from surveys.sealing import Seal
from tests.surveys.platforms.invented import at, code, entry, said

ACTIONS = {
    "ask_policy": ActionAnswerQuestion,
    "bind": ActionBind,
    "check_deadline": ActionCheckDeadline,
    "correct_answer": ActionAnswerSurvey,
    "platform_status": ActionLookUpPlatform,
    "report_filed": ActionRecordFiling,
    "set_reminder": ActionSetReminder,
    "opt_out": ActionOptOut,
    "check_eligibility": ActionCheckEligibility,
}
RECOMMENDER = "江东省中小企业主管部门"
CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "platforms.yaml").read_text(encoding="utf-8")
)


@dataclass
class Chat:
    """One contact's side of a conversation, whose intents are given."""

    services: Services
    contact: str = "web:a"
    now: float = at("2026-03-05 10:00")
    slots: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)
    follows: str | None = None

    def say(self, text: str, intent: str) -> str:
        message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
        message["metadata"] = {"turn": 1}
        tracker = Tracker(self.contact, self.slots, message, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        action = ACTIONS[intent](replace(self.services, now=lambda: self.now))
        events = asyncio.run(action.run(dispatcher, tracker, {}))
        self.slots |= {each["name"]: each["value"] for each in events if each["event"] == "slot"}
        following = (each["name"] for each in events if each["event"] == "followup")
        self.follows = next((name for name in following if name != "action_listen"), None)
        self.buttons = [button for each in dispatcher.messages for button in each["buttons"]]
        return "\n".join(each["text"] or each["response"] for each in dispatcher.messages)

    def bind(self, role: str, subject: str) -> str:
        made = bindings.issue(self.services.database, role, subject, secrets.choice, self.now)
        return self.say(f"绑定 {made}", "bind")


@pytest.fixture(scope="module")
def answerer():
    return load_answerer()


@pytest.fixture
def chat(tmp_path, answerer):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    for number in (1, 2):
        register.add(database, entry(number), said("2026-01-05 09:00"))
    third = entry(3, name="海州技术转移平台", short_name="海州转移")
    register.add(database, third, said("2026-01-05 09:00"))
    yield Chat(
        Services(answerer=answerer, database=database, now=lambda: 0.0, seal=Seal(("invented",)))
    )
    database.close()


def filings(chat: Chat, number: int = 1) -> dict:
    return dict(records.record(chat.services.database, code(number)).filings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_conversation(chat, case):
    for role, subject in case.get("bound", ()):
        chat.bind(role, code(subject) if role == "platform" else subject)
    for step in case["steps"]:
        if "at" in step:
            chat.now = at(str(step["at"]))
        answered = chat.say(step["user"], step["intent"])
        assert [each for each in step.get("says", ()) if each not in answered] == [], answered
        assert [each for each in step.get("not", ()) if each in answered] == [], answered
        assert [each["title"] for each in chat.buttons] == step.get("buttons", []), answered
        assert chat.follows == step.get("follows")
    assert {str(month): day for month, day in filings(chat).items()} == case.get("filed", {})


def test_a_code_binds_and_says_what_comes_next(chat):
    told = chat.bind("platform", code(1))

    assert "已绑定“江城市第1中小企业服务中心”" in told
    assert "2026-03-10前在线填报2026-02服务中小企业情况" in told
    (watched,) = subscriptions.watched(chat.services.database, chat.now)[0]
    assert (watched.contact_key, watched.subject) == ("web:a", code(1))


def test_who_said_that_a_report_is_filed_is_kept(chat):

    chat.bind("platform", code(1))
    chat.say("本月报表已报", "report_filed")

    with chat.services.database.read() as connection:
        row = connection.execute(select(filing)).one()
    assert (row.month, row.filed_on, row.said_by, row.said_at) == (
        "2026-02",
        "2026-03-05",
        "web:a",
        chat.now,
    )


def test_filings_are_shown_to_those_who_are_bound_only(chat):
    missed = records.Filed(Month(2026, 1), None)
    records.file(chat.services.database, code(1), missed, said("2026-03-01 09:00"))
    asked = "江城市第1中小企业服务中心还有效吗"

    stranger = chat.say(asked, "platform_status")
    assert "月报" not in stranger
    assert "填报" not in stranger

    for contact, role, subject, seen in [
        ("web:own", "platform", code(1), True),
        ("web:office", "recommender", RECOMMENDER, True),
        ("web:other", "platform", code(2), False),
    ]:
        chat.contact = contact
        chat.bind(role, subject)
        assert ("已知连续未按规定填报1个月" in chat.say(asked, "platform_status")) is seen

    chat.contact = "web:own"
    chat.say("解绑", "bind")
    assert "月报" not in chat.say(asked, "platform_status")


def test_a_guess_ends_after_five(chat):
    told = [chat.say("绑定 AAAAA-AAAAA", "bind") for _ in range(6)]

    assert ["这个绑定码不对" in each for each in told] == [True] * 5 + [False]
    assert "一小时后再试" in told[-1]


def test_reminders_stop_go_on_and_wait_until_tomorrow(chat):
    chat.bind("platform", code(1))

    def running() -> list[float | None]:
        found, _ = subscriptions.watched(chat.services.database, chat.now)
        return [each.snoozed_until for each in found]

    assert "明天早上8点" in chat.say("明天再提醒", "set_reminder")
    assert running() == [at("2026-03-06 08:00")]
    assert "不再提醒" in chat.say("别提醒了", "opt_out")
    assert running() == []
    assert chat.say("别提醒了", "opt_out") == "utter_opt_out"
    assert "恢复提醒" in chat.say("明天再提醒", "set_reminder")
    assert "到期前会提醒" in chat.say("恢复提醒", "set_reminder")
    assert running() == [None]


def test_reminders_stop_in_the_middle_of_a_check(chat):
    chat.bind("platform", code(1))
    chat.say("帮我核对申报条件", "check_eligibility")
    assert chat.slots["active_task"] == "eligibility"

    message = {"text": "别提醒了", "intent": {"name": "opt_out", "confidence": 0.9}, "entities": []}
    tracker = Tracker("web:a", chat.slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    asyncio.run(ActionCheckEligibility(chat.services).run(dispatcher, tracker, {}))

    assert "不再提醒" in dispatcher.messages[0]["text"]
    assert subscriptions.watched(chat.services.database, chat.now)[0] == []


def test_a_report_is_recorded_in_the_middle_of_a_check_where_the_words_are_certain(chat):
    chat.bind("platform", code(1))
    chat.slots["active_task"] = "eligibility"

    chat.say("已经填了", "report_filed")
    assert (chat.follows, filings(chat)) == ("action_check_eligibility", {})
    chat.say("本月报表已报", "report_filed")
    assert filings(chat) == {Month(2026, 2): date(2026, 3, 5)}
    chat.say("明天", "set_reminder")
    assert chat.follows == "action_check_eligibility"
    chat.say("去年二十人", "bind")
    assert chat.follows == "action_check_eligibility"


def test_with_a_survey_in_view_a_short_call_means_the_survey_of_that_platform(chat):
    chat.bind("recommender", RECOMMENDER)
    chat.slots["survey_in_view"] = "1"

    assert chat.say("换海州那个", "ask_policy") == ""
    assert chat.follows == "action_lead_survey"
    assert chat.say("海州那个呢", "platform_status") == ""
    assert chat.follows == "action_lead_survey"


def test_what_is_lacking_after_a_check_is_asked_of_the_check(chat):
    chat.slots["active_task"] = "eligibility_done"

    assert chat.say("那差在哪儿", "ask_policy") == ""
    assert chat.follows == "action_check_eligibility"


def test_what_describes_an_applicant_starts_a_check_whatever_it_was_taken_for(chat):
    told = "俺们商会2013年成立的 有三十多号人专职的 资产大概两三百万"

    assert chat.say(told, "ask_policy") == ""
    assert chat.follows == "action_check_eligibility"
