"""How right the answers are, on questions that nothing was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.evaluate import Question, rate
from knowledge.units import Regulation
from tests.bench.console import say
from tests.bench.rankers import Ranked, Ranker


@dataclass(frozen=True)
class HeldOut:
    """Questions with known answers, and questions that the text does not answer."""

    questions: Sequence[Question]
    unanswerable: Sequence[Question]


def measure(
    rankers: Mapping[str, Ranker], held_out: HeldOut, regulation: Regulation
) -> dict[str, Any]:
    """By ranker: how high the right article and unit stand, and what is declined."""
    return {name: _rated(name, rank, held_out, regulation) for name, rank in rankers.items()}


def _rated(name: str, rank: Ranker, held_out: HeldOut, regulation: Regulation) -> dict[str, Any]:
    answers = [rank(question.text) for question in held_out.questions]
    rated = rate(regulation, held_out.questions, [answer.units for answer in answers])
    say(f"quality of {name}: {rated['article']}")
    refusals = [rank(question.text) for question in held_out.unanswerable]
    return {**rated, "declined": _declined(answers), "refused": _declined(refusals)}


def _declined(answers: Sequence[Ranked]) -> float | None:
    if not answers or answers[0].declined is None:
        return None
    return sum(bool(answer.declined) for answer in answers) / len(answers)
