"""For what is not built yet: what the text answers is answered, the rest is pointed onward."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, say_answer


class ActionAnswerOrSayLater(ServiceAction):
    def name(self) -> str:
        return "action_answer_or_say_later"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        answer = self.services.answerer.answer(tracker.latest_message.get("text") or "")
        if answer.status == "answered":
            say_answer(dispatcher, tracker, answer)
        else:
            intent = tracker.get_intent_of_latest_message()
            dispatcher.utter_message(response=f"utter_later_{intent}")
        return []
