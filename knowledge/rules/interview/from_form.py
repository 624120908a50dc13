"""A filled form in place of answers: what it says is answered, the rest is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.rules.eligibility import WrongFacts
from knowledge.rules.forms import Reading
from knowledge.rules.interview.check import LONGEST_SAID, Answer, Check, assessed
from knowledge.rules.interview.conversation import Turn, resume_with
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.wording import says

SHOWN = 6  # doubts that are named; the rest are counted


def filled(check: Check, reading: Reading, today: date) -> Turn:
    """The check with every answer that the form gives, and the next question."""
    after, taken, refused = check, 0, []
    for answer in answers(reading):
        with_it = after.with_answer(answer)
        try:
            assessed(with_it)
        except WrongFacts as wrong:
            refused.append(says("form", "wrong", said=answer.said, wrong=wrong))
        else:
            after, taken = with_it, taken + 1
    return resume_with(after, today, *_notes(reading, taken, refused))


def answers(reading: Reading) -> list[Answer]:
    """One answer for each question that the form says something to, in the order of questions."""
    found = (_answer(question, reading) for question in questions().values())
    return [each for each in found if each is not None]


def _answer(question: Question, reading: Reading) -> Answer | None:
    facts: dict[str, Any] = {}
    for each in reading.found:
        if each.key in question.facts and bool(each.year) == question.yearly:
            key = f"年度数据.{each.year}.{each.key}" if each.year else each.key
            facts[key] = _plain(each.value)
    return Answer(question.id, _said(facts), facts) if facts else None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _said(facts: Mapping[str, Any]) -> str:
    text = "、".join(_shown(value) for value in facts.values())
    return " ".join(text.split())[:LONGEST_SAID].replace("{", "｛").replace("}", "｝")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "、".join(f"{key}{each}" for key, each in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _notes(reading: Reading, taken: int, refused: list[str]) -> list[str]:
    doubts = [*(f"{each.place}：{each.why}" for each in reading.unclear), *refused]
    notes = [says("form", "read", taken=taken)]
    if doubts:
        shown = "\n".join(f"· {each}" for each in doubts[:SHOWN])
        more = says("form", "more", left=len(doubts) - SHOWN) if len(doubts) > SHOWN else ""
        notes.append(says("form", "doubts", count=len(doubts), doubts=shown) + more)
    return [each.replace("{", "｛").replace("}", "｝") for each in notes]
