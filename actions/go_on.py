"""Yes, no, and the wish for a person, said outside any task: each gets its sentence.

Who only says 继续 goes on with the check that was left; 不实名呢 and 咨询呢 sound like a no and
like the wish for a person, but go on from the last answer.
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
        if goes_on(text, context(tracker)) and not _A_PERSON.search(text):
            return [FollowupAction("action_answer_question")]
        said = (tracker.latest_message.get("intent") or {}).get("name", "affirm")
        dispatcher.utter_message(response=f"utter_{said}")
        return [THE_PERSONS_TURN]
