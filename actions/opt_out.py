"""Stops the reminders of a contact."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction
from surveys.platforms import subscriptions, telling


class ActionOptOut(ServiceAction):
    def name(self) -> str:
        return "action_opt_out"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        now = self.services.now()
        if subscriptions.stop(self.services.database, tracker.sender_id, now):
            dispatcher.utter_message(text=telling.STOPPED)
        else:
            dispatcher.utter_message(response="utter_opt_out")
        return [THE_PERSONS_TURN]
