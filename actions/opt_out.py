"""Stops the reminders of a contact."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction
from actions.in_register import FILE, of_the_register
from surveys.platforms import subscriptions, telling


class ActionOptOut(ServiceAction):
    def name(self) -> str:
        return "action_opt_out"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        if of_the_register(self.services, tracker, _text(tracker)) == FILE:  # 撤回 a report
            return [FollowupAction(FILE)]
        now = self.services.now()
        if subscriptions.stop(self.services.database, tracker.sender_id, now):
            dispatcher.utter_message(text=telling.STOPPED)
        else:
            dispatcher.utter_message(response="utter_opt_out")
        return [THE_PERSONS_TURN]


def _text(tracker: Tracker) -> str:
    return str(tracker.latest_message.get("text") or "")
