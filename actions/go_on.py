"""Takes up the check that was left, for who only says 继续; any other yes gets its sentence."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction
from actions.check_eligibility import number_of
from knowledge.rules.interview.commands import command
from surveys import checks


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
        dispatcher.utter_message(response="utter_affirm")
        return [THE_PERSONS_TURN]
