"""What each screen shows, worked out from the interview alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.survey_page.wording import asked
from surveys.campaigns.visiting import Visit
from surveys.interviews import Answer, Form, Interview, telling
from surveys.interviews.filling import beside
from surveys.interviews.questionnaire import Question
from surveys.interviews.steps import needs_reason


@dataclass(frozen=True)
class Choice:
    """One answer to press or tick."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class QuestionScreen:
    """One question with what was answered before; `typed` stands in its field."""

    question: Question
    number: int
    total: int
    ask: str
    hint: str
    choices: tuple[Choice, ...]
    typed: str
    row: int | None
    back: int  # the number of the question before; 0 where there is none
    changing: bool
    reason: bool  # a confirmed answer is changed: why may be said
    error: str = ""


@dataclass(frozen=True)
class Line:
    """One answer in the list that is checked."""

    number: int
    label: str
    value: str


def place(visit: Visit) -> str:
    """Where a visitor belongs: the end of the path of his screen."""
    interview = visit.interview
    return place_in(interview) if visit.stand == "mine" and interview else ""


def place_in(interview: Interview) -> str:
    """The screen that comes next in an interview."""
    if interview.stage in ("asking", "reason") and interview.open_question:
        number = interview.open_question.number
        return f"/{number}" if number else ""
    return {"readback": "/check", "finished": "/done"}.get(interview.stage, "")


def may_be_shown(interview: Interview, question: Question | None) -> bool:
    """A question that was answered, or the first that is not."""
    if question is None or question not in interview.path or interview.stage == "ended":
        return False
    return interview.answer_to(question.id) is not None or question == interview.left[0]


def question_screen(
    interview: Interview, question: Question, error: str = "", form: Form | None = None
) -> QuestionScreen:
    """The screen of a question; with what was just sent where that was not understood."""
    before = interview.answer_to(question.id)
    words = asked(interview.questionnaire, question)
    return QuestionScreen(
        question=question,
        number=question.number,
        total=interview.questionnaire.total,
        ask=words["ask"].format(**telling.names(interview)),
        hint=words["hint"],
        choices=_choices(interview, question, before, form),
        typed=form.words if form else _typed(question, before),
        row=form.row if form else interview.row(question.id),
        back=_back(interview, question),
        changing=before is not None,
        reason=needs_reason(interview, question),
        error=error,
    )


def lines(interview: Interview, *, confirmed: bool = False) -> tuple[Line, ...]:
    """Every answer of the path; only what was confirmed, if asked for."""
    latest = {each.question: each for each in interview.answers}
    given = interview.confirmed_answers if confirmed else latest
    return tuple(
        Line(each.number, each.label, said(interview, each, given[each.id]))
        for each in interview.path
        if each.number and each.id in given
    )


def said(interview: Interview, question: Question, answer: Answer) -> str:
    """An answer as the person knows it, in full."""
    if question.kind == "own_words" and isinstance(answer.value, str) and answer.value:
        return answer.value
    if question.kind == "several" and (own := beside(question, answer)):
        return f"{telling.shown(interview, question, answer.value)}（您写的：{own}）"
    return telling.heard(interview, question, answer)


def day(written: str) -> str:
    """2026年7月1日."""
    found = date.fromisoformat(written)
    return f"{found.year}年{found.month}月{found.day}日"


def _choices(
    interview: Interview, question: Question, before: Answer | None, form: Form | None
) -> tuple[Choice, ...]:
    if question.kind not in ("choice", "grade", "several"):
        return ()
    offered = telling.question_buttons(interview, question)
    chosen = form.values if form else before.value if before else ()
    held = (chosen,) if isinstance(chosen, str) else chosen or ()
    return tuple(
        Choice(each.value, each.title, each.value in held)
        for each in offered
        if each.value != telling.ALL
    )


def _typed(question: Question, before: Answer | None) -> str:
    if before is None or before.value is None:
        return ""
    if question.kind == "several":
        return beside(question, before)
    return before.value if isinstance(before.value, str) else ""


def _back(interview: Interview, question: Question) -> int:
    """The question before this one that was answered."""
    numbers = [each.number for each in interview.path if interview.answer_to(each.id)]
    return max((each for each in numbers if each < question.number), default=0)
