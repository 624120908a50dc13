"""Keeps the list of application materials: what is ready, what is missing, how it is prepared.

While the list is open every message comes here first. What says nothing of the list is answered
as usual and leaves it open; a wish for something else closes it, and what was ticked is kept.
"""

from __future__ import annotations

import json

from rasa_sdk import Tracker
from rasa_sdk.events import ActionReverted, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import (
    THE_PERSONS_TURN,
    Events,
    ServiceAction,
    context,
    entity,
    in_check,
    remember,
    say_answer,
)
from knowledge.answer import Answer
from knowledge.beyond import is_beyond
from knowledge.rules.materials import Asked, Button, Said, reply, understand
from knowledge.rules.materials.catalogue import ARTICLE
from knowledge.rules.materials.wording import says
from surveys import materials

SLOT, OPEN, WISH = "active_task", "materials", "list_materials"
# Said with one sentence, after which the list goes on.
ASIDES = ("greet", "thanks", "affirm", "deny", "human_help", "change_language")
QUESTIONS = ("ask_policy", "out_of_scope", "nlu_fallback")


class ActionListMaterials(ServiceAction):
    def name(self) -> str:
        return "action_list_materials"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = str(entity(tracker, "text") or tracker.latest_message.get("text") or "")
        kept = materials.kept(self.services.database, tracker.sender_id)
        asked = Asked("list") if text == f"/{WISH}" else understand(text, kept)
        if asked is None:
            return self._not_of_the_list(dispatcher, tracker, text)
        said = reply(asked, kept)
        if said.checklist != kept:
            contact, now = tracker.sender_id, self.services.now()
            materials.keep(self.services.database, contact, said.checklist, now)
        return _say(dispatcher, tracker, said)

    def _not_of_the_list(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str
    ) -> Events:
        wish = (tracker.latest_message.get("intent") or {}).get("name")
        if wish in ASIDES:
            dispatcher.utter_message(response=f"utter_{wish}")
            return [THE_PERSONS_TURN]
        if wish in QUESTIONS:
            return [FollowupAction("action_answer_question")]
        if wish != WISH:
            return [ActionReverted(), SlotSet(SLOT, None)]
        return self._asked_what_to_hand_in(dispatcher, tracker, text)

    def _asked_what_to_hand_in(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str
    ) -> Events:
        """A plain question is answered from the text, and the list offered beside it."""
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status != "answered" and not is_beyond(text):
            kept = materials.kept(self.services.database, tracker.sender_id)
            return _say(dispatcher, tracker, reply(Asked("list"), kept))
        say_answer(dispatcher, tracker, answer)
        if tracker.get_slot(SLOT) is None and _is_about_materials(answer):
            start = {"title": says("buttons", "open"), "payload": f"/{WISH}"}
            dispatcher.utter_message(text=says("offer", "tick"), buttons=[start])
        return [*remember(text, answer), THE_PERSONS_TURN]


def _is_about_materials(answer: Answer) -> bool:
    return any(unit.startswith(ARTICLE) for unit in answer.cited)


def _say(dispatcher: CollectingDispatcher, tracker: Tracker, said: Said) -> Events:
    """Say it, and open the list; a check of eligibility that is open stays open."""
    dispatcher.utter_message(
        text=said.text,
        buttons=[_button(each) for each in said.buttons],
        json_message={"units": list(said.units), "marks": []},
    )
    opened = [] if in_check(tracker) else [SlotSet(SLOT, OPEN)]
    return [*opened, THE_PERSONS_TURN]


def _button(button: Button) -> dict[str, str]:
    """A press reaches the list also when it is no longer open."""
    carried = json.dumps({"text": button.says}, ensure_ascii=False)
    return {"title": button.title, "payload": f"/{WISH}{carried}"}
