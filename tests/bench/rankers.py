"""Ways to rank the regulation's units for a question: Huiqi's, its single measures, Rasa's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from knowledge.answerer import Answerer
from knowledge.encoder import Encoder
from knowledge.features import clause_text
from knowledge.lexical import Lexical, split_by
from knowledge.tokens import characters_and_pairs
from knowledge.units import Regulation
from tests.bench.stock_bot import StockBot
from tests.bench.stock_project import FAQ

DEEP = 10  # as many as Rasa's ResponseSelector ranks


@dataclass(frozen=True)
class Ranked:
    """Units, best first; `declined` where nothing is answered, None for what cannot decline."""

    units: tuple[str, ...]
    declined: bool | None = None


Ranker = Callable[[str], Ranked]


def bm25(regulation: Regulation) -> Ranker:
    """BM25 over the clauses' characters and pairs, without the question bank."""
    units = tuple(unit.id for unit in regulation.citable())
    words = Lexical(
        split_by(characters_and_pairs, (clause_text(regulation, unit) for unit in units)),
        characters_and_pairs,
    )
    return lambda question: Ranked(_best(units, words.scores(question)))


def dense(regulation: Regulation, encoder: Encoder) -> Ranker:
    """The encoder over the clauses, without the question bank."""
    units = tuple(unit.id for unit in regulation.citable())
    clauses = encoder.encode([clause_text(regulation, unit) for unit in units])
    return lambda question: Ranked(_best(units, clauses @ encoder.encode([question])[0]))


def huiqi(answerer: Answerer) -> Ranker:
    """The product's own answer."""

    def rank(question: str) -> Ranked:
        answer = answerer.answer(question)
        return Ranked(answer.units, answer.status != "answered")

    return rank


def stock(bot: StockBot, units: dict[str, str]) -> Ranker:
    """The ResponseSelector's ranking, whatever the intent; `units` by response key."""

    def rank(question: str) -> Ranked:
        parsed = bot.parsed(question)
        selected = parsed["response_selector"]
        ranking = (selected.get(FAQ) or selected["default"])["ranking"]
        keys = [each["intent_response_key"].partition("/")[2] for each in ranking]
        return Ranked(tuple(units[key] for key in keys), parsed["intent"]["name"] != FAQ)

    return rank


def _best(units: tuple[str, ...], scores: np.ndarray) -> tuple[str, ...]:  # type: ignore[type-arg]
    return tuple(units[at] for at in np.argsort(-scores, kind="stable")[:DEEP])
