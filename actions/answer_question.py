"""Answers a question from the regulation, or says that the text does not.

A question with dated facts of the asker's own is handed on, to be computed.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, context, remember, say_answer
from actions.check_deadline import asks_own
from surveys import review
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.choosing import asks_the_rule, named, speaks_of_survey
from surveys.platforms import bindings, lookup, register
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
        if asks_own(text, self.services.now()):
            return [FollowupAction("action_check_deadline")]
        if asks_who_is_late(text) and self._recommender(tracker):
            return [FollowupAction("action_look_up_platform")]
        if self._names_survey(tracker, text):
            return [FollowupAction("action_lead_survey")]
        if lookup.asks_filings(text) and self._names_platform(text):
            return [FollowupAction("action_look_up_platform")]
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status in UNANSWERED and self._names_platform(text):
            return [FollowupAction("action_look_up_platform")]
        if answer.status in UNANSWERED:
            given = answer.status, answer.units[:SHOWN_UNITS]
            review.put(self.services.database, text, given, "unanswered", self.services.now())
        say_answer(dispatcher, tracker, answer)
        return [*remember(text, answer), THE_PERSONS_TURN]

    def _recommender(self, tracker: Tracker) -> str | None:
        return bindings.recommender_of(self.services.database, tracker.sender_id)

    def _names_survey(self, tracker: Tracker, text: str) -> bool:
        """Whether a recommender asks after one of its own surveys by name, not for the rule."""
        if asks_the_rule(text) or not speaks_of_survey(text):
            return False
        office = self._recommender(tracker)
        if office is None:
            return False
        with self.services.database.read() as connection:
            return named(text, campaigns.all_of(connection, office)) is not None

    def _names_platform(self, text: str) -> bool:
        """Whether a message has the name of one that is registered."""
        return lookup.named(text, register.entries(self.services.database)).exact
