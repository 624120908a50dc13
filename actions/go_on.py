"""Yes, no, enough, and the wish for a person, said outside any task: each gets its sentence.

Who only says 继续 goes on with the check that was left; 不实名呢, 再说一遍 and 电话问也行吗 sound
like a no, like enough and like the wish for a person, but are about the text.
"""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, context
from actions.check_eligibility import number_of
from knowledge.followups import goes_on
from knowledge.rules.interview.commands import command
from surveys import checks

# What is asked for here; 人工呢 is no question about the text.
_A_PERSON = re.compile("人工|客服|真人|转人|找人|电话", re.IGNORECASE)
_ASKS = re.compile("[吗么?？]$|几|多少|什么|哪|谁")
SURE = 0.5


class ActionGoOn(ServiceAction):
    def name(self) -> str:
        return "action_go_on"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        kept = checks.kept(self.services.database, tracker.sender_id, number_of(tracker))
        if kept is not None and kept.check.asked and command(text) == "resume":
            return [FollowupAction("action_check_eligibility")]
        intent = tracker.latest_message.get("intent") or {}
        if self._about_the_text(tracker, text, intent.get("confidence", 0)):
            return [FollowupAction("action_answer_question")]
        dispatcher.utter_message(response=f"utter_{intent.get('name', 'affirm')}")
        return [THE_PERSONS_TURN]

    def _about_the_text(self, tracker: Tracker, text: str, confidence: float) -> bool:
        before = context(tracker)
        if goes_on(text, before):
            return not _A_PERSON.search(text)
        doubtful = confidence < SURE and bool(_ASKS.search(text))
        return doubtful and self.services.answerer.answer(text, before).status == "answered"
