"""An interview as it stands: rows that are only ever added, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from surveys.interviews.errors import WrongTime
from surveys.interviews.questionnaire import Question, Questionnaire, Value, shipped

Stage = Literal["asking", "reason", "readback", "finished", "ended", "closed"]
Mode = Literal["chat", "web", "phone", "visit", "paper", "other"]

# The boxes of 测评方法 in 附件1.
METHODS: Mapping[Mode, str] = {
    "visit": "上门拜访",
    "phone": "电话询问",
    "chat": "网络互动",
    "web": "网络互动",
    "paper": "书面征求",
    "other": "其他",
}
BEFORE_CONFIRMING = "确认前更正"


@dataclass(frozen=True)
class Subject:
    """Who is asked about whom, and by whom: names that stand in the questions."""

    firm: str
    platform: str
    recommender: str


@dataclass(frozen=True)
class By:
    """Who gives or writes down an answer; the person himself in chat, an interviewer otherwise."""

    mode: Mode = "chat"
    actor: str = "respondent"
    attempt: int = 1


@dataclass(frozen=True)
class Answer:
    """One row. `value` is None where the question was skipped; `replaces` is the place of the row
    that it corrects."""

    question: str
    words: str
    value: Value
    at: datetime
    mode: Mode
    actor: str
    attempt: int = 1
    replaces: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Event:
    """What happened to the interview itself: begun, confirmed, ended, resumed, closed …"""

    what: str
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Interview:
    """One firm's interview; every step returns the next one.

    `confirmed` is the number of rows that the person has read back and confirmed: later ones do
    not count until they are confirmed too. `reason` is why an answer is about to be changed.
    """

    invitation: str
    subject: Subject
    questionnaire: Questionnaire = field(default_factory=shipped)
    by: By = By()
    answers: tuple[Answer, ...] = ()
    events: tuple[Event, ...] = ()
    stage: Stage = "asking"
    asked: str = "consent"
    reason: str = ""
    outcome: str = ""
    confirmed: int = 0
    seen: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Confirmed by the person, and not taken back."""
        return self.confirmed > 0 and not self.outcome

    @property
    def result(self) -> str:
        """The code of the outcome; empty while the interview is open."""
        return "complete" if self.finished else self.outcome

    @property
    def open_question(self) -> Question | None:
        return self.questionnaire.question(self.asked)

    @property
    def values(self) -> dict[str, Value]:
        """The latest answer to each question."""
        return {each.question: each.value for each in self.answers}

    @property
    def confirmed_answers(self) -> dict[str, Answer]:
        """The rows that count, by question."""
        return {each.question: each for each in self.answers[: self.confirmed]}

    def row(self, question: str) -> int | None:
        """The place of the latest row of a question."""
        found = [place for place, each in enumerate(self.answers) if each.question == question]
        return found[-1] if found else None

    def answer_to(self, question: str) -> Answer | None:
        place = self.row(question)
        return None if place is None else self.answers[place]

    @property
    def path(self) -> tuple[Question, ...]:
        return self.questionnaire.path(self.values)

    @property
    def left(self) -> tuple[Question, ...]:
        """The questions that are still to be asked, as far as is known now."""
        values = self.values
        return tuple(each for each in self.path if each.id not in values)

    @property
    def ending(self) -> Question | None:
        """The question whose answer ends the interview."""
        values = self.values
        return next((each for each in self.path if end_of(each, values.get(each.id))), None)


@dataclass(frozen=True)
class Change:
    """A corrected answer, as the record shows it."""

    question: str
    old: Value
    new: Value
    at: datetime
    reason: str


def changes(interview: Interview) -> tuple[Change, ...]:
    """Every correction, in the order in which they were made."""
    return tuple(
        Change(
            each.question, interview.answers[each.replaces].value, each.value, each.at, each.reason
        )
        for each in interview.answers
        if each.replaces is not None
    )


@dataclass(frozen=True)
class Given:
    """An answer that is to be recorded."""

    question: str
    words: str
    value: Value


def recorded(interview: Interview, given: Given, by: By, now: datetime) -> Interview:
    """The interview with one more row."""
    before = interview.row(given.question)
    reason = "" if before is None else interview.reason or BEFORE_CONFIRMING
    row = Answer(
        given.question, given.words, given.value, now, by.mode, by.actor, by.attempt, before, reason
    )
    return replace(interview, answers=(*interview.answers, row))


def noted(interview: Interview, what: str, now: datetime, detail: str = "") -> Interview:
    """The interview with one more event."""
    return replace(interview, events=(*interview.events, Event(what, now, detail)))


def end_of(question: Question, value: Value) -> str:
    """The outcome that this answer leads to; empty where the interview goes on."""
    return question.ends.get(value, "") if isinstance(value, str) else ""


def aware(now: datetime) -> datetime:
    """Refuse a time without zone."""
    if now.tzinfo is None:
        raise WrongTime("时间应带时区，例如 2026-01-31T09:00:00+08:00。")
    return now
