"""What all actions share: their services, and the shape of a cited message."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.services import Services, get_services
from knowledge.answer import Answer, Context

Events = list[dict[str, Any]]
# Said outright, so that Rasa need not work out that after an answer it is the person's turn.
THE_PERSONS_TURN = FollowupAction("action_listen")


class ServiceAction(Action, ABC):
    """An action that is handed its services.

    rasa_sdk calls each action class without arguments, hence the default; it skips this
    class because it is abstract.
    """

    def __init__(self, services: Services | None = None) -> None:
        self.services = services or get_services()

    @abstractmethod
    def name(self) -> str: ...

    @abstractmethod
    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events: ...


def say_answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, answer: Answer, text: str = ""
) -> None:
    """Send an answer with the units it cites and, where it cites any, feedback buttons."""
    dispatcher.utter_message(
        text=text or answer.text,
        buttons=_buttons(tracker, answer),
        json_message={"units": list(answer.cited), "marks": list(answer.marks)},
    )


def context(tracker: Tracker) -> Context:
    """What this conversation was about before this message."""
    return Context(
        str(tracker.get_slot("last_question") or ""), tuple(tracker.get_slot("last_units") or ())
    )


def remember(question: str, answer: Answer) -> Events:
    """Slots for the next message to lean on; an answer that cites nothing changes nothing."""
    if not answer.cited:
        return []
    return [SlotSet("last_question", question), SlotSet("last_units", list(answer.cited))]


def _buttons(tracker: Tracker, answer: Answer) -> list[dict[str, str]]:
    offered = [{"title": each, "payload": each} for each in answer.suggestions]
    if not answer.cited:
        return offered
    turn = (tracker.latest_message.get("metadata") or {}).get("turn", "")
    return [
        *offered,
        *(
            {"title": title, "payload": _feedback(turn, tracker, answer, helpful)}
            for title, helpful in (("有帮助", True), ("没帮助", False))
        ),
    ]


def _feedback(turn: object, tracker: Tracker, answer: Answer, helpful: bool) -> str:
    said = {
        "answer": str(turn),
        "question": tracker.latest_message.get("text", ""),
        "units": list(answer.cited),
        "helpful": helpful,
    }
    return f"/give_feedback{json.dumps(said, ensure_ascii=False)}"


def entity(tracker: Tracker, name: str) -> Any:
    """The value of an entity that a button carried; None if there is none."""
    return next(tracker.get_latest_entity_values(name), None)


def in_check(tracker: Tracker) -> bool:
    """Whether an eligibility check is open, to which every message belongs."""
    return bool(tracker.get_slot("active_task") == "eligibility")


def hand_back(tracker: Tracker) -> Events:
    """For a message that was taken for something that it does not say."""
    following = "action_check_eligibility" if in_check(tracker) else "action_answer_question"
    return [FollowupAction(following)]
