"""What to ask next: only what is still undecided; and how much is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from knowledge.rules.eligibility import Assessment, WrongFacts, undecided
from knowledge.rules.eligibility.region import KEY as REGION
from knowledge.rules.interview.check import Answer, Check, answered, assessed, moment
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import Understood, understand


def next_question(check: Check) -> Question | None:
    """The first question that can still change a finding; one answered vaguely, once more."""
    return _next(check, assessed(check))


def _next(check: Check, assessment: Assessment) -> Question | None:
    needs = _needs(assessment)
    return next(
        (each for each in questions().values() if each.serves(needs) and _open(check, each)), None
    )


def _needs(assessment: Assessment) -> frozenset[str]:
    """Undecided keys; where they are does not matter to those who fail in any region."""
    needs = frozenset(undecided(assessment))
    return needs - {REGION} if assessment.verdict == "not_eligible" else needs


def _open(check: Check, question: Question) -> bool:
    answer = check.answer_to(question.id)
    return answer is None or not (answer.exact or answer.again)


@lru_cache(maxsize=256)  # asked again after every question about the rules
def remaining(check: Check, today: date) -> int:
    """About how many questions are left, were each answered as its example."""
    count, assessment = 0, assessed(check)
    while (question := _next(check, assessment)) is not None:
        count += 1
        check, assessment = _typically_answered(check, question, today, assessment)
    return count


def _typically_answered(
    check: Check, question: Question, today: date, before: Assessment
) -> tuple[Check, Assessment]:
    """With the example as the answer; where that contradicts what was said, as not known."""
    said = question.example if question.yearly else question.example.partition("、")[0]
    found = understand(question, said, moment(check, today))
    if isinstance(found, Understood):
        asking = replace(check, asked=question.id)
        after = answered(asking, question, said, Understood(found.facts))
        try:
            return after, assessed(after)
        except WrongFacts:
            pass
    return check.with_answer(Answer(question.id, said)), before
