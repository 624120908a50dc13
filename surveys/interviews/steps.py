"""The steps of an interview: ask, take an answer, read back, confirm, end, resume."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from surveys.interviews import telling
from surveys.interviews.questionnaire import Question, Value
from surveys.interviews.record import Given, Interview, Stage, end_of, noted, recorded
from surveys.interviews.said import Button, Turn
from surveys.interviews.telling import names
from surveys.interviews.understanding import Understood
from surveys.interviews.wording import says

WITHDRAWN = "撤回"
Note = Callable[[Interview], str]


def go_on(interview: Interview, now: datetime, *notes: str) -> Turn:
    """The next question that is open; without one, everything is read back."""
    if ending := interview.ending:
        return end(interview, end_of(ending, interview.values[ending.id]), now)
    if left := interview.left:
        return again(replace(interview, stage="asking", asked=left[0].id), *notes)
    return again(replace(interview, stage="readback", asked=""), *notes)


def take(
    interview: Interview,
    given: Given,
    now: datetime,
    note: Callable[[Interview], str] | None = None,
) -> Turn:
    """One more row, and on."""
    after = replace(recorded(interview, given, interview.by, now), reason="")
    return go_on(after, now, *([note(after)] if note else []))


def answer(
    interview: Interview, question: Question, words: str, meant: Understood, now: datetime
) -> Turn:
    """An answer to this question; what was heard is said where it was not plain, or changed."""
    before = interview.answer_to(question.id)
    given = Given(question.id, words, meant.value)
    if before is not None:
        return take(interview, given, now, _changed(question, before.value))
    return take(interview, given, now, None if meant.sure else _heard(question))


def reask(interview: Interview, question: Question, *notes: str) -> Turn:
    """An answered question once more; why is asked first where its answer was confirmed."""
    stage: Stage = "reason" if needs_reason(interview, question) else "asking"
    return again(replace(interview, stage=stage, asked=question.id), *notes)


def needs_reason(interview: Interview, question: Question) -> bool:
    row = interview.row(question.id)
    return row is not None and row < interview.confirmed and not interview.reason


def leave(interview: Interview, now: datetime) -> Turn:
    """What was to be changed stays as it is."""
    after = replace(interview, reason="")
    if after.confirmed and len(after.answers) == after.confirmed:
        note = says("step", "not_changed")
        return again(replace(after, stage="finished", asked=""), only=note)
    return go_on(after, now, says("step", "resume"))


def confirm(interview: Interview, now: datetime) -> Turn:
    """Finished: these rows, and no later ones, are the answers."""
    rows = len(interview.answers)
    after = replace(interview, stage="finished", asked="", confirmed=rows, reason="")
    note = says("step", "finished", **names(after))
    return again(noted(after, "confirmed", now, str(rows)), only=note)


def end(interview: Interview, code: str, now: datetime) -> Turn:
    """Over without confirmation, with the code of the outcome."""
    after = replace(interview, stage="ended", asked="", outcome=code, reason="")
    note = says("ended", code, **names(after))
    return again(noted(after, "ended", now, code), only=note)


def withdraw(interview: Interview, words: str, now: datetime) -> Turn:
    """Consent is taken back: the answers stay in the record and count no more."""
    consent = interview.questionnaire.questions[0]
    refusal = next(iter(consent.ends))
    given = Given(consent.id, words, refusal)
    after = recorded(replace(interview, reason=WITHDRAWN), given, interview.by, now)
    return end(replace(after, confirmed=0), "withdrawn", now)


def resume(interview: Interview, now: datetime) -> Turn:
    """Taken up again by the person; the answer that ended it is asked once more."""
    after = noted(replace(interview, outcome=""), "resumed", now, interview.outcome)
    if ending := after.ending:
        return reask(after, ending, says("step", "resume"))
    return go_on(after, now, says("step", "resume"))


def again(interview: Interview, *notes: str, only: str = "") -> Turn:
    """Where the interview stands: its open question, the answers read back, or how it ended."""
    return _SHOWN[interview.stage](interview, notes, only)


def _question(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    question = interview.open_question
    assert question is not None
    said = only or telling.asked(interview, question)
    return Turn(interview, (*notes, said), telling.question_buttons(interview, question))


def _reason(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    question = interview.open_question
    assert question is not None
    before = telling.shown(interview, question, interview.values[question.id])
    item, number = question.label, question.number
    said = only or says("step", "reason", number=number, item=item, before=before)
    return Turn(interview, (*notes, said), telling.resume_buttons(interview))


def _readback(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    key = "readback_changed" if interview.confirmed else "readback"
    said = only or says("step", key, lines=telling.lines(interview))
    return Turn(interview, (*notes, said), telling.confirm_buttons(interview), "confirm")


def _finished(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    return Turn(interview, (*notes, only or says("step", "already")), (), "finished")


def _ended(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    buttons = telling.resume_buttons(interview)
    return Turn(interview, (*notes, only or says("step", "ended")), buttons, "ended")


def _closed(interview: Interview, notes: tuple[str, ...], only: str) -> Turn:
    said = only or says("step", "closed", **names(interview))
    return Turn(interview, (*notes, said), (), "ended")


def _heard(question: Question) -> Note:
    def note(after: Interview) -> str:
        key = "noted" if question.number else "added"
        return says("step", key, **_item(after, question))

    return note


def _changed(question: Question, before: Value) -> Note:
    def note(after: Interview) -> str:
        old = telling.shown(after, question, before)
        return says("step", "changed", before=old, **_item(after, question))

    return note


def _item(interview: Interview, question: Question) -> dict[str, object]:
    value = telling.shown(interview, question, interview.values[question.id])
    return {"item": question.label, "number": question.number, "value": value}


_SHOWN: Mapping[Stage, Callable[[Interview, tuple[str, ...], str], Turn]] = {
    "asking": _question,
    "reason": _reason,
    "readback": _readback,
    "finished": _finished,
    "ended": _ended,
    "closed": _closed,
}


def several_buttons(pressed: Button, question: Question, before: Value) -> Value:
    """The services pressed so far, in the order of the questionnaire."""
    every = tuple(each.value for each in question.options)
    if pressed.value == telling.ALL:
        return every
    held = before if isinstance(before, tuple) else ()
    others = tuple(each for each in held if each not in every)
    return (*(each for each in every if each in held or each == pressed.value), *others)
