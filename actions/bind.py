"""Binds a contact by the code in its message, ends its bindings, moves what it began elsewhere."""

from __future__ import annotations

import re
import secrets

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, hand_back
from surveys import handovers
from surveys.platforms import bindings, records, register, subscriptions, telling
from surveys.platforms.bindings import Binding
from surveys.platforms.codes import code_in
from surveys.platforms.model import beijing_day

_ABOUT = re.compile("绑|綁|解除|bind", re.IGNORECASE)
_MOVE = re.compile(
    "接续|接續|换个?(?:地方|手机|设备|渠道|平台)|換個?(?:地方|手機|渠道)|"
    "(?:在|到|去|用)(?:微信|电脑|手机|网页|telegram).{0,6}(?:继续|接着|答|做|办)",
    re.IGNORECASE,
)
_END = re.compile("解|取消|unbind", re.IGNORECASE)


class ActionBind(ServiceAction):
    def name(self) -> str:
        return "action_bind"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        code = code_in(text)
        if code is None and not (_ABOUT.search(text) or _MOVE.search(text)):
            return hand_back(tracker)
        if code is not None and (_MOVE.search(text) or self._is_handover(code)):
            said = self._take_over(tracker.sender_id, code)
        elif code is None and _MOVE.search(text):
            said = self._hand_over(tracker.sender_id)
        elif code is not None:
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

    def _is_handover(self, code: str) -> bool:
        return handovers.is_known(self.services.database, code)

    def _hand_over(self, contact: str) -> str:
        database, now = self.services.database, self.services.now()
        code = handovers.issue(database, contact, secrets.choice, now)
        return telling.HANDOVER.format(code=code)

    def _take_over(self, contact: str, code: str) -> str:
        moved = handovers.take(self.services.database, contact, code, self.services.now())
        if moved is None:
            return telling.NO_HANDOVER
        return telling.handed_over(moved.things, moved.stayed)

    def _end(self, contact: str) -> str:
        ended = bindings.end_of_contact(self.services.database, contact, self.services.now())
        return telling.UNBOUND if ended else telling.NOTHING_BOUND
