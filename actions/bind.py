"""Binds a contact by the code in its message, and ends its bindings."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, hand_back
from surveys.platforms import bindings, records, register, subscriptions, telling
from surveys.platforms.bindings import Binding
from surveys.platforms.codes import code_in
from surveys.platforms.model import beijing_day

_ABOUT = re.compile("绑|綁|解除|bind", re.IGNORECASE)
_END = re.compile("解|取消|unbind", re.IGNORECASE)


class ActionBind(ServiceAction):
    def name(self) -> str:
        return "action_bind"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        code = code_in(text)
        if code is None and not _ABOUT.search(text):
            return hand_back(tracker)
        if code is not None:
            said = self._bind(tracker.sender_id, code)
        elif _END.search(text):
            said = self._end(tracker.sender_id)
        else:
            said = telling.HOW_TO_BIND
        dispatcher.utter_message(text=said)
        return []

    def _bind(self, contact: str, code: str) -> str:
        database, now = self.services.database, self.services.now()
        outcome = bindings.bind(database, contact, code, now)
        if not isinstance(outcome, Binding):
            return telling.REFUSALS[outcome]
        subscriptions.subscribe(database, [outcome], now)
        if outcome.role == "platform":
            record = records.record(database, outcome.subject)
            return telling.bound_platform(record, beijing_day(now))
        listed = register.entries(database)
        own = [each for each in listed if each.recommender == outcome.subject]
        return telling.bound_recommender(outcome.subject, own)

    def _end(self, contact: str) -> str:
        ended = bindings.end_of_contact(self.services.database, contact, self.services.now())
        return telling.UNBOUND if ended else telling.NOTHING_BOUND
