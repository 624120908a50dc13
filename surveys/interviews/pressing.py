"""Buttons: what one does depends on the question it belongs to, not on when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from surveys.interviews import steps, telling
from surveys.interviews.questionnaire import Question
from surveys.interviews.record import Given, Interview
from surveys.interviews.said import CONFIRM, Button, Turn
from surveys.interviews.understanding import Understood
from surveys.interviews.wording import says


def pressed(interview: Interview, button: Button, now: datetime) -> Turn:
    """A button of a question, or the one that confirms; a late or repeated press does no harm."""
    if interview.stage in ("ended", "closed"):
        return steps.again(interview)
    if not _current(interview, button):
        return steps.again(interview, says("step", "old_button"))
    if button.question == CONFIRM:
        confirms = interview.stage == "readback"
        return steps.confirm(interview, now) if confirms else steps.again(interview)
    question = interview.questionnaire.question(button.question)
    title = _title(interview, question, button)
    if question is None or not title:
        return steps.again(interview, says("step", "old_button"))
    return _of(interview, question, button, title, now)


def _current(interview: Interview, button: Button) -> bool:
    confirming = button.question == CONFIRM
    mark = telling.confirm_version(interview) if confirming else interview.questionnaire.mark
    return (button.invitation, button.version) == (interview.invitation, mark)


def _title(interview: Interview, question: Question | None, button: Button) -> str:
    """The words of the button as the questionnaire has them; empty where it has no such button."""
    offered = telling.question_buttons(interview, question) if question else ()
    return next((each.title for each in offered if each.value == button.value), "")


def _of(
    interview: Interview, question: Question, button: Button, title: str, now: datetime
) -> Turn:
    several = question.kind == "several"
    value = steps.several_buttons(button, question, None) if several else button.value
    before = interview.answer_to(question.id)
    if interview.stage == "asking" and interview.asked == question.id:
        return steps.answer(interview, question, title, Understood(value), now)
    if before is None:
        return steps.again(interview, says("step", "old_button"))
    if several and interview.stage == "asking" and not interview.confirmed:
        more = steps.several_buttons(button, question, before.value)
        if more != before.value:
            return steps.take(interview, Given(question.id, title, more), now, _added(question))
    if before.value == value or (several and button.value in (before.value or ())):
        return steps.again(interview)
    return steps.again(interview, _late(interview, question))


def _late(interview: Interview, question: Question) -> str:
    before = telling.shown(interview, question, interview.values[question.id])
    item, number = question.label, question.number
    key = "late_button" if number else "late_consent"
    return says("step", key, item=item, before=before, number=number)


def _added(question: Question) -> Callable[[Interview], str]:
    def note(after: Interview) -> str:
        value = telling.shown(after, question, after.values[question.id])
        return says("step", "added", item=question.label, value=value)

    return note
