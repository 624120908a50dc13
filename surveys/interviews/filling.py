"""An answer given in a form of one question: bound to that question and to what the form showed.

In chat a message answers the question that is open; a form may be old, sent twice or open in two
windows. So it says which question it shows and which row it showed as the answer so far.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from surveys.frames.names import clean_text
from surveys.interviews import steps, telling
from surveys.interviews.interview import LONGEST_REASON, NO_REASON
from surveys.interviews.questionnaire import Question, Value
from surveys.interviews.record import Answer, By, Given, Interview, aware, end_of
from surveys.interviews.understanding import MOST, Unclear, Understood, understand

BESIDE = "；"  # between the ticked services and one's own words
SKIP = "跳过"

Came = Literal["kept", "repeated", "elsewhere", "stale", "missing", "unclear", "long"]


@dataclass(frozen=True)
class Form:
    """One form as it came back; `row` is the place of the answer that it showed, if any."""

    question: str
    values: tuple[str, ...] = ()
    words: str = ""
    skipped: bool = False
    row: int | None = None
    reason: str = ""
    number: str = ""


@dataclass(frozen=True)
class Filled:
    """What came of a form.

    `came`: kept, the answer stands (perhaps it was the same already); repeated, the form was here
    before; elsewhere, the question is not to be answered now; stale, another answer stands than
    the form showed, and nothing was changed; missing, unclear, long: nothing was understood.
    """

    interview: Interview
    came: Came


def fill(interview: Interview, form: Form, by: By, now: datetime) -> Filled:
    """Take the answer of a form as the interview would take it in chat."""
    aware(now)
    if form.number and form.number in interview.seen:
        return Filled(interview, "repeated")
    question = interview.questionnaire.question(form.question)
    if question is None or question not in interview.path or interview.stage in ("ended", "closed"):
        return Filled(interview, "elsewhere")
    words, meant = _meant(interview, question, form)
    if isinstance(meant, Unclear):
        return Filled(interview, _why(words))
    given = Given(question.id, words, meant.value)
    before = interview.answer_to(question.id)
    if before and _same(question, before, given):
        return Filled(_seen(steps.leave(interview, now).interview, form), "kept")
    if interview.row(question.id) != form.row:
        return Filled(interview, "stale")
    if before is None and not _is_next(interview, question, meant.value):
        return Filled(interview, "elsewhere")
    asking = _asking(interview, question, form, by)
    after = replace(steps.take(asking, given, now).interview, by=interview.by)
    return Filled(_seen(after, form), "kept")


def beside(question: Question, answer: Answer) -> str:
    """What was written in one's own words beside the services that were ticked."""
    said = {each.say for each in question.options}
    head, _, rest = answer.words.partition(BESIDE)
    if set(head.split("、")) <= said:
        return rest
    return "" if answer.value and question.other not in answer.value else answer.words


def _meant(
    interview: Interview, question: Question, form: Form
) -> tuple[str, Understood | Unclear]:
    words = form.words.strip()
    if form.skipped or not (words or form.values):
        return _skipped(question, form)
    if question.kind == "several":
        return _services(interview, question, form)
    if question.kind in ("choice", "grade"):
        offered = telling.question_buttons(interview, question)
        title = next((each.title for each in offered if each.value in form.values), "")
        value = form.values[0] if title else ""
        return title, Understood(value) if title else Unclear("")
    return words, understand(interview.questionnaire, question, words, **_names(interview))


def _skipped(question: Question, form: Form) -> tuple[str, Understood | Unclear]:
    """Nothing written is as good as skipped, where that is allowed."""
    if question.required or (question.kind in ("choice", "grade") and not form.skipped):
        return "", Unclear("")
    return SKIP, Understood(None)


def _services(
    interview: Interview, question: Question, form: Form
) -> tuple[str, Understood | Unclear]:
    """The ticked services, and those that one's own words name."""
    ticked = [each for each in question.options if each.value in form.values]
    titles, words = "、".join(each.say for each in ticked), form.words.strip()
    if not words:
        return titles, Understood(tuple(each.value for each in ticked))
    meant = understand(interview.questionnaire, question, words, **_names(interview))
    if isinstance(meant, Unclear):
        return words, meant
    named = meant.value if isinstance(meant.value, tuple) else ()
    every = tuple(each.value for each in question.options)
    found = {*named, *(each.value for each in ticked)}
    value = tuple(each for each in (*every, question.other) if each in found)
    return f"{titles}{BESIDE}{words}" if titles else words, Understood(value)


def _why(words: str) -> Came:
    if not words:
        return "missing"
    return "long" if len(words) > MOST else "unclear"


def _same(question: Question, before: Answer, given: Given) -> bool:
    if before.value != given.value:
        return False
    if question.kind != "several" or given.value is None:
        return True
    again = replace(before, words=given.words, value=given.value)
    return beside(question, before) == beside(question, again)


def _is_next(interview: Interview, question: Question, value: Value) -> bool:
    """The first that is open; who is the wrong person says so before anything else."""
    return question == interview.left[0] or bool(end_of(question, value))


def _asking(interview: Interview, question: Question, form: Form, by: By) -> Interview:
    """The interview with this question open, and why its confirmed answer is changed."""
    asking = replace(interview, stage="asking", asked=question.id, reason="", by=by)
    if not steps.needs_reason(asking, question):
        return asking
    return replace(asking, reason=clean_text(form.reason)[:LONGEST_REASON] or NO_REASON)


def _seen(interview: Interview, form: Form) -> Interview:
    return replace(interview, seen=(*interview.seen, form.number)) if form.number else interview


def _names(interview: Interview) -> Mapping[str, str]:
    return {"platform": interview.subject.platform}
