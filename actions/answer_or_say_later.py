"""For what is not built yet: says so and points onward, unless it was a question after all."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, context, remember, say_answer

# A wish to do something sounds much like a question about it; below this certainty
# of the wish, what the text answers is answered.
SURE_OF_THE_WISH = 0.5


class ActionAnswerOrSayLater(ServiceAction):
    def name(self) -> str:
        return "action_answer_or_say_later"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        intent = tracker.latest_message.get("intent") or {}
        wish = intent.get("name")
        is_wish = intent.get("confidence", 0) >= SURE_OF_THE_WISH
        text = tracker.latest_message.get("text") or ""
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status == "answered" and not is_wish:
            say_answer(dispatcher, tracker, answer)
            return remember(text, answer)
        dispatcher.utter_message(response=f"utter_later_{wish}")
        return []
