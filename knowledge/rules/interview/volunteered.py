"""What a message tells beside the open question: 浙江的公司，2018年成立，资产500万，专职25人.

A message is read clause by clause. A clause tells what another question asks where it uses that
question's words (`tells` in questions.yaml) and is understood as an answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.rules.interview.check import Check
from knowledge.rules.interview.phrases import asks_outright, is_question
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import Moment, Understood, understand

_CURT = re.compile(r"[^了改换签们]{1,8}")  # 2019年3月, not 我们去年改了名
_CLAUSES = re.compile(r"[,，。;；\n]+(?!\d{3}(?!\d))")
# What was chosen once is changed only by saying so: 是协会认定的 says nothing of what they are.
_KEPT = ("choice", "place", "flag")


@dataclass(frozen=True)
class Told:
    """An answer to a question that was not asked, or to the open one among others."""

    question: Question
    said: str
    found: Understood


def clauses(text: str) -> list[str]:
    return [each.strip() for each in _CLAUSES.split(text) if each.strip()]


def told(check: Check, text: str, moment: Moment) -> list[Told]:
    """What the clauses of a message tell of questions that are not open, each once."""
    found = {each.question.id: each for each in _told(check, text, moment)}
    return list(found.values())


def _told(check: Check, text: str, moment: Moment) -> Iterator[Told]:
    for clause in clauses(text):
        for question in told_of(clause):
            if question.id == check.asked or is_question(clause):
                continue
            before = check.answer_to(question.id)
            if before is not None and before.facts and question.kind in _KEPT:
                continue
            meant = understand(question, clause, moment)
            if isinstance(meant, Understood) and meant.facts:
                yield Told(question, clause, meant)


def told_of(clause: str) -> list[Question]:
    """The question whose words a clause uses, and where they are: 我们是江苏的一家公司.

    Of several the one that is asked last, which is the finer one.
    """
    found = [each for each in questions().values() if each.tells and re.search(each.tells, clause)]
    return [*(each for each in found[:-1] if each.kind == "place"), *found[-1:]]


def asks_beside(text: str) -> bool:
    """Whether a message of several clauses ends in a question of its own."""
    several = clauses(text)
    return len(several) > 1 and asks_outright(several[-1] + ("？" if text[-1] in "?？" else ""))


def answers_it(question: Question, clause: str) -> bool:
    """Whether a clause before a question is meant for the open question: curt, or in its words."""
    return bool(_CURT.fullmatch(clause)) or question in told_of(clause)


def own_clause(question: Question, text: str, moment: Moment) -> Told | None:
    """The one clause of several that answers the open question."""
    several = clauses(text)
    if len(several) < 2:
        return None
    for clause in several:
        others = {each.id for each in told_of(clause)} - {question.id}
        if is_question(clause) or others:
            continue
        meant = understand(question, clause, moment)
        if isinstance(meant, Understood) and meant.facts:
            return Told(question, clause, meant)
    return None
