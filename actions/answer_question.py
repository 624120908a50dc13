"""Answers a question from the regulation, or says that the text does not.

A question with dated facts of the asker's own is handed on, to be computed.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, context, remember, say_answer
from actions.check_deadline import asks_own, leans_on_own
from actions.check_eligibility import CHECKED, RECALLED, SLOT, number_of
from actions.in_register import of_the_register, of_the_register_after_all
from knowledge.rules.deadline_talk import names_duty
from knowledge.rules.interview.commands import command
from knowledge.rules.interview.conversation import tells_of_a_case
from knowledge.rules.interview.phrases import is_question
from surveys import checks, review
from surveys.platforms import lookup
from surveys.platforms.model import beijing_day
from surveys.platforms.roundup import asks_who_is_late

UNANSWERED = ("not_in_text", "near_miss", "unclear")  # what a person should look at
SHOWN_UNITS = 3


class ActionAnswerQuestion(ServiceAction):
    def name(self) -> str:
        return "action_answer_question"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        if self._of_the_check(tracker, text):
            return [FollowupAction("action_check_eligibility")]
        if tells_of_a_case(text, beijing_day(self.services.now())) and not is_question(text):
            return [FollowupAction("action_check_eligibility")]
        if asks_own(text, self.services.now()):
            return [FollowupAction("action_check_deadline")]
        if knows := of_the_register(self.services, tracker, text):
            return [FollowupAction(knows)]
        if names_duty(text) and leans_on_own(tracker, text, self.services.now()):
            return [FollowupAction("action_check_deadline")]
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status in UNANSWERED:
            if knows := of_the_register_after_all(self.services, tracker, text):
                return [FollowupAction(knows)]
            if leans_on_own(tracker, text, self.services.now()):
                return [FollowupAction("action_check_deadline")]
            given = answer.status, answer.units[:SHOWN_UNITS]
            review.put(self.services.database, text, given, "unanswered", self.services.now())
        say_answer(dispatcher, tracker, answer)
        if asks_who_is_late(text):
            dispatcher.utter_message(text=lookup.PRIVATE)
        return [*remember(text, answer), THE_PERSONS_TURN]

    def _of_the_check(self, tracker: Tracker, text: str) -> bool:
        """Whether 怎么补 and 我们的结果 belong to an eligibility check: over, or kept and named."""
        if command(text) not in RECALLED:
            return False
        contact, turn = tracker.sender_id, number_of(tracker)
        named = "结果" in text or "进度" in text
        kept = named and checks.kept(self.services.database, contact, turn) is not None
        return kept or tracker.get_slot(SLOT) == CHECKED
