"""Puts reminders off until tomorrow, or starts them again."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, hand_back, in_check
from surveys.platforms import bindings, subscriptions, telling

_ABOUT = re.compile("提醒|通知|remind", re.IGNORECASE)
_LATER = re.compile(
    "明天|明儿|明早|明日|晚点|晚些|改天|稍后|迟点|过.{1,3}天|推迟|缓|tomorrow|later", re.IGNORECASE
)


class ActionSetReminder(ServiceAction):
    def name(self) -> str:
        return "action_set_reminder"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        if in_check(tracker) and not _ABOUT.search(text):
            return hand_back(tracker)
        dispatcher.utter_message(text=self._done(tracker.sender_id, text))
        return [THE_PERSONS_TURN]

    def _done(self, contact: str, text: str) -> str:
        database, now = self.services.database, self.services.now()
        if _LATER.search(text):
            put_off = subscriptions.snooze(database, contact, now)
            return telling.SNOOZED if put_off else telling.NO_REMINDERS
        bound = bindings.of_contact(database, contact)
        subscriptions.subscribe(database, bound, now)
        return telling.STARTED if bound else telling.NOT_BOUND
