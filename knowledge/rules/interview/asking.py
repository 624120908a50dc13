"""What to ask next: only what is still undecided; and how much is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.rules.eligibility import WrongFacts, undecided
from knowledge.rules.interview.check import Answer, Check, answered, assessed, moment
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import Understood, understand


def next_question(check: Check) -> Question | None:
    """The first question that can still change a finding; one answered vaguely, once more."""
    needs = frozenset(undecided(assessed(check)))
    return next(
        (
            question
            for question in questions().values()
            if question.serves(needs) and _open(check, question)
        ),
        None,
    )


def _open(check: Check, question: Question) -> bool:
    answer = check.answer_to(question.id)
    return answer is None or not (answer.exact or answer.again)


def remaining(check: Check, today: date) -> int:
    """About how many questions are left, were each answered as its example."""
    count = 0
    while (question := next_question(check)) is not None:
        count += 1
        check = _typically_answered(check, question, today)
    return count


def _typically_answered(check: Check, question: Question, today: date) -> Check:
    asking = replace(check, asked=question.id)
    said = question.example if question.yearly else question.example.partition("、")[0]
    found = understand(question, said, moment(check, today))
    if isinstance(found, Understood):
        after = answered(asking, question, said, Understood(found.facts))
        if _consistent(after):
            return after
    return asking.with_answer(Answer(question.id, said))


def _consistent(check: Check) -> bool:
    try:
        assessed(check)
    except WrongFacts:
        return False
    return True
