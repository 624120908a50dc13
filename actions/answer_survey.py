"""Holds the satisfaction interview: every message of an invited person comes here."""

from __future__ import annotations

import json

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import (
    THE_PERSONS_TURN,
    Events,
    ServiceAction,
    context,
    entity,
    remember,
    say_answer,
)
from actions.check_deadline import asks_own
from surveys.campaigns import answering
from surveys.campaigns.answering import Reply
from surveys.campaigns.inviting import code_in
from surveys.interviews import Button, Message, Press

SLOT, OPEN = "active_task", "interview"
PRESS = "press_interview"
OVER = ("finished", "ended", "note")  # after these, messages go the usual ways again
QUESTIONS = ("ask_policy", "check_deadline", "list_materials")
SURE = 0.5
ASK_CODE = (
    "请把邀请信或链接里的邀请码整段发给我，就可以开始答题；中途可以停下，之后接着答。"
    "没有收到邀请的企业不在这次抽取的名单里。"
)


class ActionAnswerSurvey(ServiceAction):
    def name(self) -> str:
        return "action_answer_survey"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = str(tracker.latest_message.get("text") or "")
        pressed = _pressed(tracker)
        if pressed is None and (code := code_in(text)):
            begun = answering.opened(self.services.office, code, tracker.sender_id)
            if isinstance(begun, str):
                dispatcher.utter_message(text=begun)
                return [THE_PERSONS_TURN]
            return self._said(dispatcher, tracker, begun, text)
        said = pressed or Message(text, _number(tracker))
        reply = answering.answered(self.services.office, tracker.sender_id, said)
        if reply is None:
            return self._not_invited(dispatcher, tracker, text)
        return self._said(dispatcher, tracker, reply, text)

    def _said(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, text: str
    ) -> Events:
        events: Events = []
        then = reply.turn.then
        if then == "regulation" or (then == "unclear" and _is_question(tracker)):
            answer = self.services.answerer.answer(text, context(tracker))
            if then == "regulation" or answer.status == "answered":
                say_answer(dispatcher, tracker, answer)
                events = remember(text, answer)
        buttons = [_button(each) for each in reply.turn.buttons]
        for said in reply.says[:-1]:
            dispatcher.utter_message(text=said)
        if reply.says:
            dispatcher.utter_message(text=reply.says[-1], buttons=buttons)
        after = None if reply.turn.then in OVER else OPEN
        return [*events, SlotSet(SLOT, after), THE_PERSONS_TURN]

    def _not_invited(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """A question about the survey is answered from the text; a wish to answer needs a code."""
        closed = [SlotSet(SLOT, None)] if tracker.get_slot(SLOT) == OPEN else []
        if not _sure(tracker) and asks_own(text, self.services.now()):
            return [*closed, FollowupAction("action_check_deadline")]
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status == "answered" and not _sure(tracker):
            say_answer(dispatcher, tracker, answer)
            return [*remember(text, answer), *closed, THE_PERSONS_TURN]
        dispatcher.utter_message(text=ASK_CODE)
        return [*closed, THE_PERSONS_TURN]


def _pressed(tracker: Tracker) -> Press | None:
    if (tracker.latest_message.get("intent") or {}).get("name") != PRESS:
        return None
    given = {
        name: str(entity(tracker, name) or "")
        for name in ("invitation", "question", "value", "version")
    }
    return Press(Button(str(entity(tracker, "text") or ""), **given), _number(tracker))


def _button(button: Button) -> dict[str, str]:
    """A press carries what it answers, so that a late or repeated one is known as such."""
    carried = {**vars(button), "text": button.title}
    del carried["title"]
    payload = f"/{PRESS}{json.dumps(carried, ensure_ascii=False)}"
    return {"title": button.title, "payload": payload}


def _number(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("metadata") or {}).get("turn", ""))


def _is_question(tracker: Tracker) -> bool:
    """Whether what was no answer is surely a question about the text."""
    intent = tracker.latest_message.get("intent") or {}
    return intent.get("name") in QUESTIONS and intent.get("confidence", 0) >= SURE


def _sure(tracker: Tracker) -> bool:
    intent = tracker.latest_message.get("intent") or {}
    return intent.get("name") == "answer_survey" and intent.get("confidence", 0) >= SURE
