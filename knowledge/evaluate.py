"""How good the answers are on questions with known answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge.answer import Answer
from knowledge.answerer import Answerer
from knowledge.jsonl import needed, read_objects
from knowledge.units import Regulation


@dataclass(frozen=True)
class Question:
    """A question, the units that answer it, others as right, and words to be shown.

    `asker` and `kind` say who asks and how, where that is known.
    """

    id: str
    text: str
    gold: tuple[str, ...]
    also_ok: tuple[str, ...]
    answer_must: tuple[str, ...]
    asker: str = ""
    kind: str = ""


def read_questions(path: Path) -> list[Question]:
    return [
        Question(
            str(needed(row, "id", path)),
            needed(row, "q", path),
            tuple(row.get("gold", ())),
            tuple(row.get("also_ok", ())),
            tuple(row.get("answer_must", ())),
            row.get("asker", ""),
            row.get("kind", ""),
        )
        for row in read_objects(path)
    ]


def without_strangers(
    regulation: Regulation, questions: Sequence[Question]
) -> tuple[list[Question], list[str]]:
    """The questions without ids that the text does not have, and these ids."""
    named = (unit for each in questions for unit in (*each.gold, *each.also_ok))
    strangers = sorted({unit for unit in named if unit not in regulation})

    def known(units: Sequence[str]) -> tuple[str, ...]:
        return tuple(unit for unit in units if unit not in strangers)

    kept = [replace(q, gold=known(q.gold), also_ok=known(q.also_ok)) for q in questions]
    return kept, strangers


def evaluate(
    answerer: Answerer, questions: Sequence[Question], unanswerable: Sequence[Question] = ()
) -> dict[str, Any]:
    """Shares between 0 and 1: by article and by unit, of shown words, and of refusals."""
    regulation = answerer.regulation
    answers = [answerer.answer(question.text) for question in questions]
    pairs = list(zip(questions, answers, strict=True))
    must = [(q, a) for q, a in pairs if q.answer_must]
    result = {
        "questions": len(questions),
        **rate(regulation, questions, [answer.units for answer in answers]),
        "shows_what_it_must": _share([_shows(q, a) for q, a in must]),
        "false_refusals": _share([a.status != "answered" for a in answers]),
    }
    if unanswerable:
        refused = [answerer.answer(q.text).status != "answered" for q in unanswerable]
        result |= {"unanswerable": len(unanswerable), "refused": _share(refused)}
    return result


def rate(
    regulation: Regulation, questions: Sequence[Question], rankings: Sequence[Sequence[str]]
) -> dict[str, dict[str, float]]:
    """How high the right articles and units stand in each question's ranking, whoever made it."""
    pairs = list(zip(questions, rankings, strict=True))
    by_article = [
        _place(_articles(regulation, ranked), _right_articles(regulation, q)) for q, ranked in pairs
    ]
    by_unit = [_place(ranked, {*q.gold, *q.also_ok}) for q, ranked in pairs]
    return {"article": _summary(by_article), "unit": _summary(by_unit)}


def _articles(regulation: Regulation, units: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(regulation.top_of(unit) for unit in units))


def _right_articles(regulation: Regulation, question: Question) -> set[str]:
    return {regulation.top_of(unit) for unit in (*question.gold, *question.also_ok)}


def _place(ranked: Sequence[str], right: set[str]) -> int | None:
    """The place, from 1, of the first right one; None if it is not there."""
    return next((at for at, unit in enumerate(ranked, 1) if unit in right), None)


def _summary(places: Sequence[int | None]) -> dict[str, float]:
    return {
        "hit@1": _share([place == 1 for place in places]),
        "hit@3": _share([place is not None and place <= 3 for place in places]),
        "mrr": round(sum(1 / place for place in places if place) / max(len(places), 1), 4),
    }


def _share(truths: Sequence[bool]) -> float:
    return round(sum(truths) / max(len(truths), 1), 4)


def _shows(question: Question, answer: Answer) -> bool:
    shown = "".join(answer.text.split())
    return all("".join(words.split()) in shown for words in question.answer_must)
