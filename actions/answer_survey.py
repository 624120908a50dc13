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
from actions.in_register import of_the_register
from knowledge.answer import Answer
from surveys.campaigns import answering, visiting
from surveys.campaigns.answering import Reply
from surveys.campaigns.inviting import FINISHED, code_in
from surveys.campaigns.inviting import OVER as OVER_NOW
from surveys.interviews import Button, Message, Press
from surveys.interviews.commands import asks

SLOT, OPEN, OVER = "active_task", "interview", "interview_over"
SECOND = "second_invitation"
PRESS = "press_interview"
ENDINGS = ("finished", "ended", "closed")  # then most messages go the usual ways again
SMALL_TALK = ("affirm", "deny", "cancel")
USUAL = {"opt_out": "action_opt_out"}  # for what has no answer of its own in the domain
QUESTIONS = ("ask_policy", "check_deadline", "list_materials")
SURE, SURELY_ANSWERED = 0.5, 0.9
ASK_CODE = (
    "请把邀请信或链接里的邀请码整段发给我，就可以开始答题；中途可以停下，之后接着答。"
    "没有收到邀请的企业不在这次抽取的名单里。"
)
ELSEWHERE = (
    "这份问卷已经在另一处打开、接着答了，您这句话没有记录；一家企业只记一份。"
    "想在这里接着答，请把邀请码再发一次。"
)
PASSED_ON = "您的话会转给推荐单位。"


class ActionAnswerSurvey(ServiceAction):
    def name(self) -> str:
        return "action_answer_survey"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = str(tracker.latest_message.get("text") or "")
        pressed = _pressed(tracker)
        if pressed is None and (code := code_in(text)):
            return self._opened(dispatcher, tracker, code, text)
        if pressed is None and tracker.get_slot(SLOT) == OVER and not self._hears(tracker, text):
            return _usual(dispatcher, tracker)
        said = pressed or Message(text, _number(tracker))
        reply = answering.answered(self.services.office, tracker.sender_id, said)
        if reply is None:
            return self._not_invited(dispatcher, tracker, text)
        return self._said(dispatcher, tracker, reply, text)

    def _opened(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, code: str, text: str
    ) -> Events:
        begun = answering.opened(self.services.office, code, tracker.sender_id)
        if isinstance(begun, str):
            dispatcher.utter_message(text=begun)
            asked = [SlotSet(SLOT, OPEN), SlotSet(SECOND, code)] if begun == FINISHED else []
            return [*asked, THE_PERSONS_TURN]
        return [SlotSet(SECOND, None), *self._said(dispatcher, tracker, begun, text)]

    def _hears(self, tracker: Tracker, text: str) -> bool:
        """Whether an interview that is over is meant, by its commands or by words it asked for."""
        words = _intent(tracker) not in SMALL_TALK
        return answering.hears(self.services.office, tracker.sender_id, text, words)

    def _said(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, reply: Reply, text: str
    ) -> Events:
        events: Events = []
        then = reply.turn.then
        if then == "regulation" or (then == "unclear" and _intent(tracker) in QUESTIONS):
            answer = self.services.answerer.answer(text, context(tracker))
            if then == "regulation" or _is_question(tracker, answer):
                say_answer(dispatcher, tracker, answer)
                events = remember(text, answer)
        buttons = [_button(each) for each in reply.turn.buttons]
        for said in reply.says[:-1]:
            dispatcher.utter_message(text=said)
        if reply.says:
            dispatcher.utter_message(text=reply.says[-1], buttons=buttons)
        after = OVER if reply.turn.interview.stage in ENDINGS else OPEN
        return [*events, SlotSet(SLOT, after), THE_PERSONS_TURN]

    def _not_invited(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """A question about the survey is answered from the text; a wish to answer needs a code."""
        open_here = tracker.get_slot(SLOT) == OPEN
        closed = [SlotSet(SLOT, None), SlotSet(SECOND, None)] if open_here else []
        code = str(tracker.get_slot(SECOND) or "")
        if open_here and not asks(text):
            dispatcher.utter_message(text=self._elsewhere(tracker, code, text))
            return [*closed, THE_PERSONS_TURN]
        if knows := of_the_register(self.services, tracker, text):
            return [*closed, FollowupAction(knows)]
        if not _sure(tracker) and asks_own(text, self.services.now()):
            return [*closed, FollowupAction("action_check_deadline")]
        answer = self.services.answerer.answer(text, context(tracker))
        if answer.status == "answered" and not _sure(tracker):
            say_answer(dispatcher, tracker, answer)
            return [*remember(text, answer), *closed, THE_PERSONS_TURN]
        dispatcher.utter_message(text=ASK_CODE)
        return [*closed, THE_PERSONS_TURN]

    def _elsewhere(self, tracker: Tracker, code: str, text: str) -> str:
        """To somebody whose interview was taken up or finished by another contact."""
        given = (code, tracker.sender_id, text, _number(tracker))
        if code and visiting.leave_words(self.services.office, *given):
            return PASSED_ON
        return OVER_NOW if code else ELSEWHERE


def _usual(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """What the message leads to where no interview is over."""
    intent = _intent(tracker)
    if intent in (*SMALL_TALK, "human_help"):
        dispatcher.utter_message(response=f"utter_{intent}")
        return [THE_PERSONS_TURN]
    return [FollowupAction(USUAL.get(intent, "action_answer_question"))]


def _pressed(tracker: Tracker) -> Press | None:
    if _intent(tracker) != PRESS:
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


def _intent(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def _is_question(tracker: Tracker, answer: Answer) -> bool:
    """Whether what was no answer is surely a question, by its intent or by what answers it."""
    confidence = (tracker.latest_message.get("intent") or {}).get("confidence", 0)
    return answer.status == "answered" and (confidence >= SURE or answer.score >= SURELY_ANSWERED)


def _sure(tracker: Tracker) -> bool:
    intent = tracker.latest_message.get("intent") or {}
    return intent.get("name") == "answer_survey" and intent.get("confidence", 0) >= SURE
