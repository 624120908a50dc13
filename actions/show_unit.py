"""Shows one unit verbatim, asked for by a button."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, entity, remember, say_answer


class ActionShowUnit(ServiceAction):
    def name(self) -> str:
        return "action_show_unit"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        name = str(entity(tracker, "unit"))
        answer = self.services.answerer.show(name)
        say_answer(dispatcher, tracker, answer)
        return remember(name, answer)
