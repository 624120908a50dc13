"""One applicant's check as it stands: what was answered, and what is asked now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from knowledge.rules.eligibility import Assessment, assess, read_facts
from knowledge.rules.eligibility.days import read_day
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import Moment, Understood

APPLIED = "拟申报日期"
YEARS = 3
LONGEST_SAID = 60


@dataclass(frozen=True)
class Answer:
    """What was said to a question and the facts that it set, none where it is not known.

    `exact` is false where only bounds are known; `again` where it was asked for once more.
    """

    question: str
    said: str
    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    exact: bool = True
    again: bool = False


@dataclass(frozen=True)
class Check:
    """Answers in the order they were given; `asked` is the id of the open question."""

    answers: tuple[Answer, ...] = ()
    asked: str = ""

    def answer_to(self, question: str) -> Answer | None:
        return next((each for each in self.answers if each.question == question), None)

    def with_answer(self, answer: Answer) -> Check:
        """The answer in its old place where the question was answered before."""
        if self.answer_to(answer.question) is None:
            return replace(self, answers=(*self.answers, answer))
        kept = (answer if each.question == answer.question else each for each in self.answers)
        return replace(self, answers=tuple(kept))


def row(check: Check) -> dict[str, Any]:
    """The facts as one JSON object; figures of a year stand in 年度数据."""
    facts: dict[str, Any] = {}
    for answer in check.answers:
        for key, value in answer.facts.items():
            place, name = facts, key
            if key.startswith("年度数据."):
                _, year, name = key.split(".", 2)
                place = facts.setdefault("年度数据", {}).setdefault(year, {})
            place[name] = value
    return facts


def assessed(check: Check) -> Assessment:
    """Raises WrongFacts where the answers contradict each other."""
    return assess(read_facts(row(check)))


def moment(check: Check, today: date) -> Moment:
    """Today, and the three whole years before the application, or before today."""
    applied = read_day(str(row(check).get(APPLIED) or ""))
    last = (applied.first if applied else today).year - 1
    return Moment(today, tuple(range(last - YEARS + 1, last + 1)))


def answered(check: Check, question: Question, said: str, found: Understood) -> Check:
    """The check with this answer; one that was vague twice is not asked for a third time."""
    before = check.answer_to(question.id)
    again = before is not None and not before.exact and check.asked == question.id
    kept = Answer(question.id, _quotable(said), dict(found.facts), found.exact, again)
    return check.with_answer(kept)


def _quotable(said: str) -> str:
    """What is shown again: of reasonable length, without the braces that mark slots in Rasa."""
    return " ".join(said.split())[:LONGEST_SAID].replace("{", "｛").replace("}", "｝")


def as_json(check: Check) -> dict[str, Any]:
    return {
        "asked": check.asked,
        "answers": [
            {
                "question": each.question,
                "said": each.said,
                "facts": dict(each.facts),
                "exact": each.exact,
                "again": each.again,
            }
            for each in check.answers
        ],
    }


def from_json(data: Mapping[str, Any]) -> Check:
    """A question that is no longer asked loses its answer."""
    kept = [each for each in data["answers"] if each["question"] in questions()]
    asked = data["asked"] if data["asked"] in questions() else ""
    return Check(tuple(Answer(**each) for each in kept), asked)
