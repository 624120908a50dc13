"""The satisfaction interview: begun, answered message by message, closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from surveys.frames.names import clean_text
from surveys.interviews import steps, telling
from surveys.interviews.commands import (
    Correction,
    about,
    about_rules,
    asks,
    command,
    correction,
    corrects_later,
    without_words,
)
from surveys.interviews.introducing import Part, introduced
from surveys.interviews.lexicon import folded
from surveys.interviews.pressing import pressed
from surveys.interviews.questionnaire import Question
from surveys.interviews.record import Given, Interview, Stage, aware, noted
from surveys.interviews.said import COMMAND, Button, Message, Press, Said, Then, Turn
from surveys.interviews.telling import names
from surveys.interviews.understanding import MOST, Unclear, understand
from surveys.interviews.wording import says

NO_REASON = "未说明原因"
LONGEST_REASON = 200
_ECHO = 6  # letters; a shorter question back that names no rule is asked again


def begin(interview: Interview, now: datetime) -> Turn:
    """The first thing that is said: purpose, who sees what, the right to stop, and consent."""
    return steps.again(noted(interview, "begun", aware(now)))


def close(interview: Interview, now: datetime) -> Interview:
    """The recommender ends the survey; what comes afterwards is a note to him."""
    return noted(replace(interview, stage="closed", asked="", reason=""), "closed", aware(now))


def reply(interview: Interview, said: Said, now: datetime) -> Turn:
    """What one message or button leads to; the same message twice is known by its number."""
    aware(now)
    number = said.number if isinstance(said, Message | Press) else ""
    if number and number in interview.seen:
        return Turn(interview, (), (), "repeated")
    turn = _replied(interview, said, now)
    if not number:
        return turn
    return replace(turn, interview=replace(turn.interview, seen=(*turn.interview.seen, number)))


def _replied(interview: Interview, said: Said, now: datetime) -> Turn:
    button = said.button if isinstance(said, Press) else said if isinstance(said, Button) else None
    if button is None:
        return _told(interview, said.text if isinstance(said, Message) else str(said), now)
    if button.question == COMMAND:
        return _told(interview, button.value, now)
    return pressed(interview, button, now)


def _told(interview: Interview, text: str, now: datetime) -> Turn:
    if not folded(text) or without_words(text):
        key = "no_words" if text.strip() else "empty"
        return _unclear(interview, says("unclear", key))
    if interview.stage == "closed":
        return _note(interview, "note_closed")
    open_still = interview.stage in ("asking", "reason", "readback")
    if open_still and len(text) > MOST:
        return _unclear(interview, says("unclear", "long", length=len(text), most=MOST))
    if topic := about(text):
        total = interview.questionnaire.total
        return steps.again(interview, says("about", topic, total=total, **names(interview)))
    if interview.stage != "asking" and about_rules(text):
        return _regulation(interview)
    return _BY_STAGE[interview.stage](interview, text, now)


def _asking(interview: Interview, text: str, now: datetime) -> Turn:
    question = interview.open_question
    assert question is not None
    name = command(text)
    if name and name != "confirm":
        return _COMMANDS[name](interview, text, now)
    own_words = question.kind == "own_words"
    if wanted := correction(interview.questionnaire, text, freely=not own_words):
        return _corrected(interview, wanted, text, now)
    if own_words and about_rules(text):
        return _regulation(interview)
    if parts := introduced(interview.questionnaire, question, text):
        return _introduced(interview, parts, now)
    return _answered(interview, question, text, now)


def _introduced(interview: Interview, parts: Sequence[Part], now: datetime) -> Turn:
    """Several answers of one message, each shown; then on."""
    shown: list[str] = []
    turn = Turn(interview, ())
    for question, words, meant in parts:
        turn = steps.answer(turn.interview, question, words, meant, now)
        shown += turn.says[:-1]
    return replace(turn, says=(*shown, turn.says[-1]))


def _answered(
    interview: Interview, question: Question, text: str, now: datetime, value: str = ""
) -> Turn:
    """`value` are the words of a correction that hold the answer, `text` is all that was said."""
    meant = understand(
        interview.questionnaire, question, value or text, platform=interview.subject.platform
    )
    if not isinstance(meant, Unclear):
        return steps.answer(interview, question, value or text, meant, now)
    if command(text) == "confirm":
        left = len(interview.left)
        return _unclear(interview, says("step", "confirm_first", left=left))
    if about_rules(text) or (asks(text) and len(folded(text)) > _ECHO):
        return _regulation(interview)
    turn = _unclear(interview, meant.sentence)
    if meant.among:
        among = telling.grade_buttons(interview, question, meant.among)
        return replace(turn, buttons=among)
    return turn


def _corrected(interview: Interview, wanted: Correction, text: str, now: datetime) -> Turn:
    question = wanted.question
    if question is None:
        total = interview.questionnaire.total
        note = says("step", "no_such_number", number=wanted.number, total=total)
        return _then(steps.again(interview, note), "unclear")
    if interview.answer_to(question.id) is None:
        return _not_answered(interview, question, wanted, text, now)
    if question not in interview.path:
        return steps.again(interview, says("step", "not_asked", number=question.number))
    if not wanted.value:
        return steps.reask(interview, question)
    meant = understand(interview.questionnaire, question, wanted.value, **_platform(interview))
    if isinstance(meant, Unclear):
        return _then(steps.reask(interview, question, meant.sentence), "unclear")
    reason = clean_text(text)[:LONGEST_REASON] if steps.needs_reason(interview, question) else ""
    after = replace(interview, reason=interview.reason or reason)
    return steps.answer(after, question, wanted.value, meant, now)


def _not_answered(
    interview: Interview, question: Question, wanted: Correction, text: str, now: datetime
) -> Turn:
    if interview.asked == question.id and interview.stage == "asking":
        if wanted.value:
            return _answered(interview, question, text, now, wanted.value)
        return steps.again(interview)
    key = "not_asked" if question.ruled_out_by(interview.values) else "not_yet"
    return steps.again(interview, says("step", key, number=question.number))


def _reason(interview: Interview, text: str, now: datetime) -> Turn:
    """Why a confirmed answer is to be changed; then the question itself."""
    name = command(text)
    if name in ("skip", "confirm"):
        text = NO_REASON
    elif name:
        return _COMMANDS[name](interview, text, now)
    elif wanted := correction(interview.questionnaire, text):
        return _corrected(interview, wanted, text, now)
    reason = clean_text(text)[:LONGEST_REASON] or NO_REASON
    return steps.again(replace(interview, reason=reason, stage="asking"))


def _readback(interview: Interview, text: str, now: datetime) -> Turn:
    name = command(text)
    if name == "confirm":
        return steps.confirm(interview, now)
    if name:
        return _COMMANDS[name](interview, text, now)
    if wanted := correction(interview.questionnaire, text):
        return _corrected(interview, wanted, text, now)
    return _unclear(interview, says("step", "please_confirm"))


def _finished(interview: Interview, text: str, now: datetime) -> Turn:
    name = command(text)
    if name in ("staff", "withdraw"):
        return _COMMANDS[name](interview, text, now)
    if name == "repeat":
        lines = telling.lines(interview)
        return steps.again(interview, only=says("step", "finished_lines", lines=lines))
    if name == "stop":
        return steps.again(interview, only=says("step", "finished_stop"))
    if name:
        return steps.again(interview)
    if wanted := corrects_later(interview.questionnaire, text):
        return _corrected(interview, wanted, text, now)
    return _note(interview, "note")


def _ended(interview: Interview, text: str, now: datetime) -> Turn:
    name = command(text)
    if name == "resume":
        return steps.resume(interview, now)
    if name == "staff" or (name == "withdraw" and interview.answers):
        withdrawn = interview.outcome == "withdrawn"
        if name == "staff" or not withdrawn:
            return _COMMANDS[name](interview, text, now)
    return steps.again(interview) if name else _note(interview, "note_ended")


def _stop(interview: Interview, text: str, now: datetime) -> Turn:
    if interview.confirmed:
        after = replace(interview, stage="finished", asked="", reason="")
        return steps.again(after, only=says("step", "unconfirmed"))
    agreed = interview.values.get("consent") == "agreed"
    return steps.end(interview, "break_off" if agreed else "refused", now)


def _withdraw(interview: Interview, text: str, now: datetime) -> Turn:
    if not interview.answers:
        return _stop(interview, text, now)
    return steps.withdraw(interview, text, now)


def _later(interview: Interview, text: str, now: datetime) -> Turn:
    return Turn(interview, (says("step", "later"),), telling.resume_buttons(interview))


def _staff(interview: Interview, text: str, now: datetime) -> Turn:
    key = "staff" if interview.stage in ("asking", "reason", "readback") else "staff_later"
    after = noted(interview, "staff", now)
    note = says("step", key, **names(interview))
    turn = steps.again(after, note) if key == "staff" else steps.again(after, only=note)
    return _then(turn, "staff")


def _skip(interview: Interview, text: str, now: datetime) -> Turn:
    question = interview.open_question
    if question is None:
        return _unclear(interview, says("step", "please_confirm"))
    if interview.answer_to(question.id):
        return steps.leave(interview, now)
    if question.required:
        return steps.again(interview, only=says("step", "cannot_skip", item=question.label))
    note = says("step", "skipped", item=question.label)
    return steps.take(interview, Given(question.id, text, None), now, lambda _: note)


def _back(interview: Interview, text: str, now: datetime) -> Turn:
    """The question before the open one; while everything is read back, the last one."""
    open_one = interview.open_question
    path = [each for each in interview.path if each.number and interview.answer_to(each.id)]
    before = [each for each in path if open_one is None or each.number < open_one.number]
    if not before:
        return steps.again(interview, says("step", "nothing_before"))
    return steps.reask(interview, before[-1])


def _repeat(interview: Interview, text: str, now: datetime) -> Turn:
    return steps.again(interview)


def _progress(interview: Interview, text: str, now: datetime) -> Turn:
    left = len(interview.left)
    done = sum(1 for each in interview.path if interview.answer_to(each.id))
    return steps.again(interview, says("step", "progress", done=done, left=left))


def _resume(interview: Interview, text: str, now: datetime) -> Turn:
    question = interview.open_question
    changing = question is not None and interview.answer_to(question.id) is not None
    return steps.leave(interview, now) if changing else steps.again(interview)


def _regulation(interview: Interview) -> Turn:
    """A question about the rules: its answer comes first, then what is open."""
    return _then(steps.again(interview, says("step", "regulation")), "regulation")


def _note(interview: Interview, key: str) -> Turn:
    note = says("step", key, **names(interview))
    return _then(steps.again(interview, only=note), "note")


def _unclear(interview: Interview, sentence: str) -> Turn:
    """Asked again without the question, which is still on the screen; its buttons come along."""
    return _then(steps.again(interview, only=sentence), "unclear")


def _then(turn: Turn, then: Then) -> Turn:
    return replace(turn, then=then)


def _platform(interview: Interview) -> dict[str, str]:
    return {"platform": interview.subject.platform}


_BY_STAGE: Mapping[Stage, Callable[[Interview, str, datetime], Turn]] = {
    "asking": _asking,
    "reason": _reason,
    "readback": _readback,
    "finished": _finished,
    "ended": _ended,
}
_COMMANDS: Mapping[str, Callable[[Interview, str, datetime], Turn]] = {
    "back": _back,
    "repeat": _repeat,
    "skip": _skip,
    "staff": _staff,
    "withdraw": _withdraw,
    "later": _later,
    "stop": _stop,
    "resume": _resume,
    "progress": _progress,
}
