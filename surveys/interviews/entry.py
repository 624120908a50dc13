"""An interview that staff held by phone, on a visit or on paper: same questions, same checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from surveys.frames.names import clean_text
from surveys.interviews import steps
from surveys.interviews.commands import command
from surveys.interviews.errors import WrongEntry
from surveys.interviews.questionnaire import Question
from surveys.interviews.record import By, Given, Interview, Mode, aware, end_of, noted, recorded
from surveys.interviews.understanding import Meaning, Unclear, Understood, understand
from surveys.interviews.wording import says

STAFF_MODES: tuple[Mode, ...] = ("phone", "visit", "paper", "other")
CONFIRM, REASON = "confirm", "reason"  # beside the questions: the read-back, and why it is changed


@dataclass(frozen=True)
class Problem:
    """What could not be recorded, and the sentence that says what to do."""

    question: str
    sentence: str


@dataclass(frozen=True)
class Entered:
    """The interview with what could be recorded, what could not, and what is still to be asked."""

    interview: Interview
    problems: tuple[Problem, ...]
    left: tuple[str, ...]


def enter(
    interview: Interview,
    answers: Mapping[str, str],
    *,
    mode: Mode,
    interviewer: str,
    attempt: int,
    now: datetime,
) -> Entered:
    """Record answers by question id; each row is marked with mode, interviewer and attempt.

    An answer that is the same as before adds nothing; another one is a correction. `confirm` holds
    the person's word after everything was read out; `reason` why confirmed answers are changed.
    """
    by = _by(mode, interviewer, attempt)
    aware(now)
    if interview.stage == "closed":
        return Entered(interview, (Problem(CONFIRM, says("entry", "closed")),), ())
    consent = interview.questionnaire.questions[0].id
    if interview.outcome and consent not in answers:
        return Entered(interview, (Problem(consent, says("entry", "consent")),), ())
    begun = replace(interview, outcome="", stage="asking", reason=_reason(answers))
    after = noted(begun, "entered", now, f"{mode}/{attempt}/{by.actor}")
    problems: list[Problem] = _unknown(after, answers)
    for question in after.questionnaire.questions:
        if question.id in answers:
            after, problem = _one(after, question, answers[question.id], by, now)
            problems += [problem] if problem else []
    return _done(after, problems, answers.get(CONFIRM), now)


def _by(mode: Mode, interviewer: str, attempt: int) -> By:
    if mode not in STAFF_MODES:
        raise WrongEntry("录入方式请写 phone、visit、paper 或 other（电话、上门、书面、其他）。")
    name = clean_text(interviewer)
    if not name:
        raise WrongEntry("请写明是谁录入的（interviewer）。")
    if attempt < 1:
        raise WrongEntry("请写明是第几次联系（attempt），从1起。")
    return By(mode, name, attempt)


def _one(
    interview: Interview, question: Question, words: str, by: By, now: datetime
) -> tuple[Interview, Problem | None]:
    if interview.ending and interview.ending.number < question.number:
        sentence = says("entry", "ended", item=interview.ending.label)
        return interview, Problem(question.id, sentence)
    if question not in interview.path:
        return interview, Problem(question.id, says("entry", "not_asked", item=question.label))
    meant = _meant(interview, question, words)
    if isinstance(meant, Unclear):
        return interview, Problem(question.id, meant.sentence)
    before = interview.answer_to(question.id)
    if before is not None and before.value == meant.value:
        return interview, None
    if steps.needs_reason(interview, question):
        return interview, Problem(question.id, says("entry", "reason"))
    return recorded(interview, Given(question.id, words, meant.value), by, now), None


def _meant(interview: Interview, question: Question, words: str) -> Meaning:
    """Skipping is allowed where it is in chat."""
    if command(words) == "skip":
        item = question.label
        return Unclear(says("step", "cannot_skip", item=item)) if question.required else _SKIPPED
    platform = interview.subject.platform
    return understand(interview.questionnaire, question, words, platform=platform)


def _done(
    interview: Interview, problems: list[Problem], confirm: str | None, now: datetime
) -> Entered:
    """Where this leaves the interview: ended, open, to be read out, or confirmed."""
    after = replace(interview, reason="")
    if after.ending:
        code = end_of(after.ending, after.values[after.ending.id])
        return Entered(steps.end(after, code, now).interview, tuple(problems), ())
    left = tuple(each.id for each in after.left)
    unchanged = after.confirmed and len(after.answers) == after.confirmed
    if confirm is not None and left:
        problems.append(Problem(CONFIRM, says("entry", "confirm")))
    elif confirm is not None and command(confirm) != "confirm":
        problems.append(Problem(CONFIRM, says("entry", "not_confirmed")))
    elif confirm is not None and not problems:
        return Entered(steps.confirm(after, now).interview, (), ())
    if unchanged:
        return Entered(replace(after, stage="finished", asked=""), tuple(problems), left)
    return Entered(steps.go_on(after, now).interview, tuple(problems), left)


def _unknown(interview: Interview, answers: Mapping[str, str]) -> list[Problem]:
    known = {*(each.id for each in interview.questionnaire.questions), CONFIRM, REASON}
    return [
        Problem(each, says("entry", "no_such_question", id=each))
        for each in answers
        if each not in known
    ]


def _reason(answers: Mapping[str, str]) -> str:
    return clean_text(answers.get(REASON, ""))


_SKIPPED = Understood(None)
