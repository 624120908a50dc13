"""An interview without the person: what is counted stays, words and names go."""

from __future__ import annotations

from dataclasses import replace

from surveys.interviews.questionnaire import Question, Questionnaire, Value
from surveys.interviews.record import Answer, By, Event, Interview

COUNTED = ("choice", "several", "grade")
RESPONDENT, STAFF = "respondent", "staff"


def without_person(interview: Interview) -> Interview:
    """The same rows and events, so that the evidence still fits them one by one."""
    sheet = interview.questionnaire
    return replace(
        interview,
        invitation="",
        reason="",
        seen=(),
        by=By(interview.by.mode, _actor(interview.by.actor), interview.by.attempt),
        answers=tuple(_answer(sheet, each) for each in interview.answers),
        events=tuple(Event(each.what, each.at) for each in interview.events),
    )


def _answer(sheet: Questionnaire, answer: Answer) -> Answer:
    question = sheet.question(answer.question)
    value = _value(question, answer.value) if question else None
    return replace(answer, words="", value=value, actor=_actor(answer.actor), reason="")


def _value(question: Question, value: Value) -> Value:
    """Only what the questionnaire itself offers as an answer; own words are the person's."""
    if question.kind not in COUNTED:
        return None
    if isinstance(value, tuple):
        offered = {each.value for each in question.options}
        own = (question.other,) if set(value) - offered and question.other else ()
        return (*(each for each in value if each in offered), *own)
    return value


def _actor(actor: str) -> str:
    return actor if actor == RESPONDENT else STAFF
