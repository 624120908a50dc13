"""Leads through an eligibility check: every message while one is open comes here."""

from __future__ import annotations

import json
import re
from datetime import date

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
from actions.services import Services
from knowledge.answer import Answer
from knowledge.rules.deadline_talk import understand
from knowledge.rules.interview import conversation
from knowledge.rules.interview.commands import command
from knowledge.rules.interview.conversation import Then, Turn, tells_of_a_case
from knowledge.rules.interview.wording import says
from surveys import checks
from surveys.checks import Kept
from surveys.platforms import subscriptions, telling
from surveys.platforms.model import beijing_day
from surveys.report_link import report_link

SLOT, OPEN, CHECKED = "active_task", "eligibility", "eligibility_done"
PRESS, LIST = "answer_check", "list_materials"
# The check is open, over but open to corrections, or left.
SLOT_AFTER: dict[Then, str | None] = {
    "done": CHECKED,
    "stopped": None,
    "forgotten": None,
}

# In the middle of a check these get their own sentence, and the check goes on.
ASIDES = ("greet", "thanks", "goodbye", "human_help", "opt_out", "change_language")
WISHES = (
    "check_deadline",
    "list_materials",
    "start_survey_admin",
    "survey_progress",
    "export_form",
    "answer_survey",
    "platform_status",
)
RECALLED = ("result", "progress")  # heard of a check that was left, too
SURE = 0.5  # certainty of an intent that is acted on in the middle of a check
SURE_OF_A_WISH = 0.7  # answers such as 有，2028年才到期 sound a little like one
_CASE = re.compile(
    r"\d|[一二两三四五六七八九十百]+(?:年|个|家|名|人|万)|分公司|事业单位|协会|民办|民非|合伙|个体|兼职"
)
# Where the conditions stand, and what eases and explains them.
CONDITIONS = ("第五条", "第六条", "第七条", "第二十七条", "第二十八条", "第二十九条")
GENERAL = 14  # characters; whoever writes more of their own case asks about a point of it
_OWN = re.compile(
    r"我们|我們|我(?=[想要能可])|我司|本单位|我单位|咱|\b(?:we|our|i|us)\b", re.IGNORECASE
)
_HELP = re.compile(
    "帮|幫|[测測](?![评評])|评估|核对|自查|自检|检查|檢查|看看|判断|对照|check|qualif"
)


class ActionCheckEligibility(ServiceAction):
    def name(self) -> str:
        return "action_check_eligibility"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> Events:
        if _intent(tracker) == LIST and entity(tracker, "text"):
            # A button of the list of materials answers no question of the check.
            return [FollowupAction("action_list_materials")]
        text = str(entity(tracker, "text") or tracker.latest_message.get("text") or "")
        kept = checks.kept(self.services.database, tracker.sender_id, number_of(tracker))
        open_ = tracker.get_slot(SLOT) is not None or _intent(tracker) == PRESS
        if kept is not None and (open_ or command(text) in RECALLED):
            return self._go_on(dispatcher, tracker, kept, text)
        if not (_wants_a_check(text) or tells_of_a_case(text, self._today())):
            if understand(text, self._today()) is not None:
                return [FollowupAction("action_check_deadline")]
            answer = self.services.answerer.answer(text, context(tracker))
            if answer.status == "answered":
                return _offer(dispatcher, tracker, answer, text)
        return say_turn(self.services, dispatcher, tracker, self._started(kept, text))

    def _started(self, kept: Kept | None, text: str) -> Turn:
        """A new check, or the one that was left."""
        if kept is None or command(text) == "restart":
            return conversation.begin(self._today(), text)
        return conversation.resume(kept.check, self._today(), beijing_day(kept.updated_at))

    def _go_on(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kept: Kept, text: str
    ) -> Events:
        if _intent(tracker) == PRESS:
            pressed = str(entity(tracker, "question") or "")
            turn = conversation.press(kept.check, pressed, text, self._today())
        else:
            turn = conversation.turn(kept.check, text, self._today())
        if turn.then == "regulation":
            asked = turn.about or text
            answer = self.services.answerer.answer(asked, context(tracker))
            if answer.status != "answered" and turn.check != kept.check:  # something was told
                return say_turn(self.services, dispatcher, tracker, turn)
            say_answer(dispatcher, tracker, answer)
            return [*remember(asked, answer), *say_turn(self.services, dispatcher, tracker, turn)]
        if turn.then == "unclear" and _sure(tracker, ASIDES):
            self._aside(dispatcher, tracker)
            turn = conversation.again(kept.check, self._today())
        elif turn.then == "unclear" and _sure(tracker, WISHES, SURE_OF_A_WISH):
            dispatcher.utter_message(text=says("step", "busy"))
            turn = conversation.again(kept.check, self._today())
        return say_turn(self.services, dispatcher, tracker, turn)

    def _aside(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Say an aside's own sentence; who wants no more reminders gets none, check or not."""
        wish, now = _intent(tracker), self.services.now()
        if wish == "opt_out" and subscriptions.stop(self.services.database, tracker.sender_id, now):
            dispatcher.utter_message(text=telling.STOPPED)
        else:
            dispatcher.utter_message(response=f"utter_{wish}")

    def _today(self) -> date:
        return beijing_day(self.services.now())


def say_turn(
    services: Services, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn
) -> Events:
    """Record the turn, say it, and leave the slot as it is to be."""
    if turn.then == "forgotten":
        checks.forget(services.database, tracker.sender_id)
    else:
        number = number_of(tracker)
        checks.keep(services.database, tracker.sender_id, number, turn.check, services.now())
    says_ = [*turn.says, *_report(services, tracker, turn)]
    for said in says_[:-1]:
        dispatcher.utter_message(text=said)
    buttons = [button(turn, title) for title in turn.buttons]
    dispatcher.utter_message(text=says_[-1], buttons=buttons)
    # No rule could say what follows when the slot has changed.
    return [SlotSet(SLOT, SLOT_AFTER.get(turn.then, OPEN)), THE_PERSONS_TURN]


def _report(services: Services, tracker: Tracker, turn: Turn) -> list[str]:
    """After an outcome, where its report can be read and printed."""
    if not turn.outcome:
        return []
    link = services.base_url + report_link(services.seal, tracker.sender_id)
    return [says("step", "report", link=link)]


def number_of(tracker: Tracker) -> str:
    """The message's own number, by which a turn that is run again is known."""
    return str((tracker.latest_message.get("metadata") or {}).get("turn", ""))


def _intent(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("intent") or {}).get("name", ""))


def _sure(tracker: Tracker, intents: tuple[str, ...], least: float = SURE) -> bool:
    confidence = (tracker.latest_message.get("intent") or {}).get("confidence", 0)
    return _intent(tracker) in intents and confidence >= least


def _wants_a_check(text: str) -> bool:
    """Whether somebody wants their own case gone through: 帮我们核对, 我们能申报吗.

    我们分公司能申报吗 and 协会能申报吗 ask about one point, which the text may answer at once.
    """
    if text.startswith("/") or _HELP.search(text) or command(text):
        return True
    general = len(text) <= GENERAL and not _CASE.search(text)
    return general and bool(_OWN.search(text))


def _offer(dispatcher: CollectingDispatcher, tracker: Tracker, answer: Answer, text: str) -> Events:
    """The answer, and where it is about a condition the offer to go through all of them."""
    say_answer(dispatcher, tracker, answer)
    if not any(unit.startswith(CONDITIONS) for unit in answer.cited):
        return [*remember(text, answer), THE_PERSONS_TURN]
    start = {"title": "逐项核对我们单位", "payload": "/check_eligibility"}
    dispatcher.utter_message(text=says("step", "offer"), buttons=[start])
    return [*remember(text, answer), THE_PERSONS_TURN]


def button(turn: Turn, title: str) -> dict[str, str]:
    """A press carries its question, so that one of an earlier question is known as such."""
    said = {"question": turn.check.asked, "text": title}
    return {"title": title, "payload": f"/{PRESS}{json.dumps(said, ensure_ascii=False)}"}
