"""For the recommender: how a survey goes, its next step, its form. Each step is confirmed first."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import (
    THE_PERSONS_TURN,
    Events,
    ServiceAction,
    context,
    entity,
    remember,
    say_answer,
)
from actions.check_eligibility import RECALLED, number_of
from actions.in_register import IN_VIEW
from knowledge.beyond import is_beyond
from knowledge.rules.interview.commands import command
from surveys import checks, uploads
from surveys.campaigns import campaign as campaigns
from surveys.campaigns import closing, drawing, inviting
from surveys.campaigns.approvals import BEFORE, IN_CONSOLE
from surveys.campaigns.campaign import Campaign, Details
from surveys.campaigns.choosing import (
    MOST_OFFERED,
    asks_the_rule,
    asks_the_text,
    meant,
    named,
    others,
    speaks_of_survey,
)
from surveys.campaigns.errors import WrongStep
from surveys.campaigns.progress import Progress, progress_of
from surveys.campaigns.steps import Step
from surveys.campaigns.telling import (
    NO_SURVEY,
    NOT_BOUND,
    next_step,
    refused,
    told,
    told_done,
    told_new,
    unanswered_told,
    understood,
)
from surveys.errors import SurveyError
from surveys.frames.model import LEAST_FIRMS
from surveys.platforms import bindings, lookup, register
from surveys.platforms.roundup import asks_who_is_late

STEP, NEW = "take_survey_step", "new"
OTHERS = "您单位还有别的测评，点一下或说出平台名称再看："
FROM_CHAT = "推荐单位在聊天里上传的名单（附件2第八栏）"
LIST_GONE = "名单已经用过或过期了。想看刚建的测评，请说“测评进度”；要另建一次，请再上传名单。"
SURE_OF_THE_WISH = 0.5
_WHO = re.compile("哪(?!了|儿了|一步)|谁|誰|名单|名單|没答|沒答|没回|催|who|which", re.IGNORECASE)


class ActionLeadSurvey(ServiceAction):
    def name(self) -> str:
        return "action_lead_survey"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = str(tracker.latest_message.get("text") or "")
        recommender = bindings.recommender_of(self.services.database, tracker.sender_id)
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        if asks_the_rule(text):
            return [FollowupAction("action_answer_question")]
        if recommender is None:
            return self._not_bound(dispatcher, tracker, text)
        if intent == "survey_progress" and asks_who_is_late(text):
            return [FollowupAction("action_look_up_platform")]
        if intent == STEP:
            self._take(dispatcher, tracker, recommender)
            new = entity(tracker, "step") == NEW  # the newest is in view by itself
            return [SlotSet(IN_VIEW, None if new else entity(tracker, "survey")), THE_PERSONS_TURN]
        surveys = self._surveys(recommender)
        called = self._called(recommender, text)
        asked = str(entity(tracker, "survey") or " ".join([text, *called]))
        if len(called) == 1 and surveys and named(asked, surveys) is None:
            dispatcher.utter_message(text=f"“{called[0]}”还没有测评。")
            _offer_others(dispatcher, surveys[:MOST_OFFERED])
            return [THE_PERSONS_TURN]
        survey = meant(asked, surveys, tracker.get_slot(IN_VIEW) or "")
        if survey is None:
            dispatcher.utter_message(text=NO_SURVEY)
            return [THE_PERSONS_TURN]
        found = self._progress(survey.id)
        if intent == "export_form":
            self._offer_files(dispatcher, found)
        elif intent == "start_survey_admin":
            self._offer_step(dispatcher, found, text)
        else:
            said = unanswered_told(found) if _WHO.search(text) else told(found)
            dispatcher.utter_message(text=said)
        _offer_others(dispatcher, others(survey, surveys))
        return [SlotSet(IN_VIEW, survey.id), THE_PERSONS_TURN]

    def _surveys(self, recommender: str) -> list[Campaign]:
        with self.services.database.read() as connection:
            return campaigns.all_of(connection, recommender)

    def _called(self, recommender: str, text: str) -> list[str]:
        """The full names of the platforms that a message calls by these or by shorter ones."""
        listed = register.entries(self.services.database)
        own = [each for each in listed if each.recommender == recommender]
        begun = lookup.called(text, own)
        found = lookup.named(text, listed).found or (begun if len(begun) == 1 else ())
        return [each.name for each in found]

    def _progress(self, number: str) -> Progress:
        office = self.services.office
        with office.database.read() as connection:
            return progress_of(connection, office, number)

    def _offer_step(self, dispatcher: CollectingDispatcher, found: Progress, text: str) -> None:
        """What the next step will do, and a button that takes it."""
        if why := refused(text, found):
            dispatcher.utter_message(text=why)
            return
        asked = next_step(found, understood(text, found, self._today()))
        payload = json.dumps(
            {"survey": found.survey.id, "step": asked.to, "value": asked.value},
            ensure_ascii=False,
        )
        buttons = [{"title": asked.title, "payload": f"/{STEP}{payload}"}] if asked.title else []
        dispatcher.utter_message(text=asked.text, buttons=buttons)

    def _take(self, dispatcher: CollectingDispatcher, tracker: Tracker, recommender: str) -> None:
        number, to, value = (
            str(entity(tracker, name) or "") for name in ("survey", "step", "value")
        )
        if to == NEW:
            dispatcher.utter_message(text=self._new(tracker.sender_id, recommender, number, value))
            return
        said = ""
        try:
            self._check_owner(number, recommender)
            self._step(number, Step(to), value)
        except WrongStep as error:
            said = str(error)
        except SurveyError as error:
            dispatcher.utter_message(text=str(error))
            return
        office = self.services.office
        with office.database.read() as connection:
            after = progress_of(connection, office, number)
            protocol = campaigns.protocol_of(connection, number)
        # A turn that is run again finds its step taken.
        taken = not said or after.survey.step.value == to
        dispatcher.utter_message(text=told_done(after, protocol) if taken else said)

    def _new(self, contact: str, recommender: str, upload: str, key: str) -> str:
        """A survey on a list that was handed in; what was done, or why not."""
        office = self.services.office
        file = uploads.get(office.database, office.seal, contact, upload)
        if file is None:
            return LIST_GONE
        try:
            entry = register.find(office.database, key)
            if entry.recommender != recommender:
                raise SurveyError("这个平台不是您单位推荐的，不能新建测评。")
            details = Details(
                entry.name, recommender, LEAST_FIRMS, FROM_CHAT, platform_code=entry.credit_code
            )
            number, _ = drawing.freeze(office, details, file.data)
        except SurveyError as error:
            return str(error)
        uploads.drop(office.database, upload)
        with office.database.read() as connection:
            return told_new(progress_of(connection, office, number))

    def _step(self, number: str, to: Step, value: str) -> None:
        office = self.services.office
        if self.services.two_persons and to in BEFORE:
            raise SurveyError(IN_CONSOLE)
        if to is Step.COMMITTED:
            drawing.promise(office, number, value)
        elif to is Step.DRAWN:
            drawing.draw_firms(office, number, value)
        elif to is Step.RUNNING:
            inviting.launch(office, number, date.fromisoformat(value))
        elif to is Step.CLOSED:
            closing.close_survey(office, number)
        elif to is Step.RECORDED:
            closing.put_on_record(office, number)

    def _check_owner(self, number: str, recommender: str) -> None:
        with self.services.database.read() as connection:
            survey = campaigns.find(connection, number)
        if survey.details.recommender != recommender:
            raise SurveyError("这次测评不是您单位的，不能操作。")

    def _offer_files(self, dispatcher: CollectingDispatcher, found: Progress) -> None:
        if found.survey.step in (Step.DRAFT, Step.COMMITTED, Step.DRAWN):
            dispatcher.utter_message(text=f"{told(found)}\n还没有可以导出的结果。")
            return
        dispatcher.utter_message(
            text=f"{told(found)}\n推荐表、抽样企业和证据包请登录控制台下载："
            f"{self.services.base_url}/console/surveys/{found.survey.id}（里面有企业和个人的信息，"
            "不从聊天里发）。"
            + ("现在导出的是草稿。" if found.survey.step is Step.RUNNING or found.missing else "")
        )

    def _not_bound(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """Others may ask what the text says of surveys; a wish to hold one needs a binding.

        看结果 and 进度 of who has answered a check mean the check.
        """
        kept = checks.kept(self.services.database, tracker.sender_id, number_of(tracker))
        if kept is not None and command(text) in RECALLED:
            return [FollowupAction("action_check_eligibility")]
        intent = tracker.latest_message.get("intent") or {}
        answer = self.services.answerer.answer(text, context(tracker))
        unsure = intent.get("confidence", 0) < SURE_OF_THE_WISH
        of_text = unsure or asks_the_text(text)
        wish = speaks_of_survey(text) or not (of_text or is_beyond(text))
        if (answer.status == "answered" and of_text) or not wish:
            say_answer(dispatcher, tracker, answer)
            return [*remember(text, answer), THE_PERSONS_TURN]
        buttons = [
            {"title": "测评要求（第十条）", "payload": '/show_unit{"unit": "第十条"}'},
            {"title": "推荐表（附件1）", "payload": '/show_unit{"unit": "附件1"}'},
        ]
        dispatcher.utter_message(text=NOT_BOUND, buttons=buttons)
        return [THE_PERSONS_TURN]

    def _today(self) -> date:
        return date.fromisoformat(self.services.office.moment()[:10])


def _offer_others(dispatcher: CollectingDispatcher, surveys: Sequence[Campaign]) -> None:
    if surveys:
        dispatcher.utter_message(text=OTHERS, buttons=[_button(each) for each in surveys])


def _button(survey: Campaign) -> dict[str, str]:
    payload = json.dumps({"survey": survey.id})
    title = f"{survey.details.platform[:40]}（{survey.step.word}）"
    return {"title": title, "payload": f"/survey_progress{payload}"}
