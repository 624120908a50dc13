"""Answers when something of the asker's own is due; asks what is missing for it."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.events import ActionReverted, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.base import THE_PERSONS_TURN, Events, ServiceAction, context, remember, say_answer
from actions.in_register import of_the_register, of_the_register_after_all
from knowledge.answer import Answer
from knowledge.beyond import is_beyond
from knowledge.rules.deadline_talk import (
    Said,
    answered,
    from_text,
    names_duty,
    reply,
    to_text,
    understand,
    understand_after,
    understand_more,
)
from knowledge.rules.deadline_talk.model import Platform
from knowledge.splitting import questions_of
from surveys.platforms import bindings, lookup, records
from surveys.platforms.model import beijing_day
from surveys.platforms.roundup import asks_who_is_late

_WHEN, _OWN = (
    re.compile("几号|几日|哪[天日]|多久|几天|几个月|期限"),
    re.compile("我|咱|本单位|帮|算"),
)
SLOT, TASK, OPEN = "deadline_talk", "active_task", "deadline"


class ActionCheckDeadline(ServiceAction):
    def name(self) -> str:
        return "action_check_deadline"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        text = tracker.latest_message.get("text") or ""
        today = beijing_day(self.services.now())
        kept = tracker.get_slot(SLOT)
        if kept:
            asked = answered(from_text(json.loads(kept)["asked"]), text, today)
            if asked is None:  # nothing of this turn is left but the closed question
                return [ActionReverted(), *_closed(tracker)]
        else:
            asked = understand_more(context(tracker).question, text, today)
        knows = "" if kept else of_the_register(self.services, tracker, text)
        if knows and (asked is None or asks_who_is_late(text)):
            return [FollowupAction(knows)]
        if asked is None and names_duty(text):
            asked = understand_after(context(tracker).question, text, today)
            text = _with_case(tracker, text) if asked else text
        if asked is None:
            return self._searched(dispatcher, tracker, text)
        said = reply(asked, today, self._platform(tracker))
        if not said.question:
            said = replace(said, text="\n\n".join((said.text, *self._also_asked(text, said.units))))
        return _said(dispatcher, tracker, said, text)

    def _also_asked(self, text: str, units: tuple[str, ...]) -> list[str]:
        """Answers to the questions of a message that the computed dates leave open."""
        today = beijing_day(self.services.now())
        others = [each for each in questions_of(text) if understand(each, today) is None]
        answers = [self.services.answerer.answer(each) for each in others if each != text]
        known = {_article(each) for each in units}
        return [
            each.text
            for each in answers
            if each.status == "answered" and _article(each.cited[0]) not in known
        ]

    def _platform(self, tracker: Tracker) -> Platform | None:
        """What is registered of the one platform that this person is bound to."""
        bound = bindings.of_contact(self.services.database, tracker.sender_id)
        keys = [each.subject for each in bound if each.role == "platform"]
        if len(keys) != 1:
            return None
        record = records.record(self.services.database, keys[0])
        entry = record.entry
        valid_until = entry.valid_until if entry.announced else None
        return Platform(entry.certified_on, valid_until, record.filings)

    def _searched(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events:
        """A plain question about the text, or what it is known not to say, or no question."""
        answer = self.services.answerer.answer(text, context(tracker))
        near = answer.status == "near_miss" and _asks_of_all(text)
        if answer.status == "answered":
            say_answer(dispatcher, tracker, answer)
            if asks_who_is_late(text):
                dispatcher.utter_message(text=lookup.PRIVATE)
            return remember(text, answer)
        if knows := of_the_register_after_all(self.services, tracker, text):
            return [FollowupAction(knows)]
        today = beijing_day(self.services.now())
        if asked := understand_after(context(tracker).question, text, today):
            said = reply(asked, today, self._platform(tracker))
            return _said(dispatcher, tracker, said, _with_case(tracker, text))
        if near or is_beyond(text):
            say_answer(dispatcher, tracker, answer)
            return remember(text, answer)
        dispatcher.utter_message(response="utter_ask_deadline")
        return []


def asks_own(text: str, now: float) -> bool:
    """Whether a message asks for a deadline with facts of its own, whatever it was taken for."""
    own = understand(text, beijing_day(now))
    return own is not None and own.dated


def leans_on_own(tracker: Tracker, text: str, now: float) -> bool:
    """Whether a short message goes on about the dated case that was told before."""
    return understand_after(context(tracker).question, text, beijing_day(now)) is not None


def _with_case(tracker: Tracker, text: str) -> str:
    """What is remembered as asked, so that the next message can go on about the case too."""
    return f"{context(tracker).question}，{text}"


def _asks_of_all(text: str) -> bool:
    """Whether a message asks what the text says of a time, not when something of its own is due."""
    return bool(_WHEN.search(text)) and not _OWN.search(text)


def _article(unit: str) -> str:
    return unit.split("条")[0]


def _said(dispatcher: CollectingDispatcher, tracker: Tracker, said: Said, text: str) -> Events:
    if not said.question:
        answer = Answer("answered", said.units, said.text, 1.0, said.units)
        say_answer(dispatcher, tracker, answer)
        return [*remember(text, answer), *_closed(tracker), THE_PERSONS_TURN]
    dispatcher.utter_message(
        text=said.text,
        buttons=[{"title": each, "payload": each} for each in said.buttons],
        json_message={"units": list(said.units), "marks": []},
    )
    kept = json.dumps(
        {"asked": to_text(said.asked), "before": _before(tracker)}, ensure_ascii=False
    )
    return [SlotSet(SLOT, kept), SlotSet(TASK, OPEN), THE_PERSONS_TURN]


def _closed(tracker: Tracker) -> Events:
    """No question waits any more; a check that was over can again be corrected."""
    if not tracker.get_slot(SLOT):
        return []
    return [SlotSet(SLOT, None), SlotSet(TASK, _before(tracker))]


def _before(tracker: Tracker) -> str | None:
    """The task that was active before the first question."""
    kept = tracker.get_slot(SLOT)
    before: str | None = json.loads(kept)["before"] if kept else tracker.get_slot(TASK)
    return before
