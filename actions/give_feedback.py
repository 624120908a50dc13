"""Records whether an answer helped; pressing again changes nothing."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import Events, ServiceAction, entity
from surveys import review
from surveys.feedback import Verdict, record

THANKS = {
    True: "谢谢，您的反馈已记下。",
    False: "谢谢，已记下这次没帮上忙。您可以换个说法再问，或直接说条号，例如“第二十条”。",
}


class ActionGiveFeedback(ServiceAction):
    def name(self) -> str:
        return "action_give_feedback"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        helpful = bool(entity(tracker, "helpful"))
        verdict = Verdict(
            answer_key=str(entity(tracker, "answer")),
            question=str(entity(tracker, "question")),
            units=tuple(tracker.get_latest_entity_values("units")),
            helpful=helpful,
        )
        now = self.services.now()
        if record(self.services.database, verdict, now) and not helpful:
            given = "answered", verdict.units
            review.put(self.services.database, verdict.question, given, "unhelpful", now)
        dispatcher.utter_message(text=THANKS[helpful])
        return []
