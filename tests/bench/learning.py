"""Where the answers go wrong, and what more questions in the bank would buy."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from knowledge.bank import Entry, Unanswerable
from knowledge.encoder import Encoder
from knowledge.evaluate import Question, rate
from knowledge.features import Measures
from knowledge.ranking import load_weights
from knowledge.searching import Search
from knowledge.units import Regulation
from tests.bench.console import say
from tests.bench.rankers import Ranker

SHARES = (0.05, 0.1, 0.25, 0.5, 1.0)
SEED = 11
MOST = 8  # confusions shown


def by_group(
    questions: Sequence[Question],
    rank: Ranker,
    regulation: Regulation,
    group: Callable[[Question], str],
) -> dict[str, dict[str, float]]:
    """Of each kind of question (or asker): how many, and hit@1 by article and unit."""
    found = {}
    for name in sorted({group(question) for question in questions}):
        mine = [question for question in questions if group(question) == name]
        rated = rate(regulation, mine, [rank(question.text).units for question in mine])
        found[name] = {
            "questions": len(mine),
            "article": rated["article"]["hit@1"],
            "unit": rated["unit"]["hit@1"],
        }
    return found


def confusions(
    questions: Sequence[Question], rank: Ranker, regulation: Regulation
) -> list[tuple[str, str, int]]:
    """The commonest wrong first articles: what was right, what came first, how often."""
    wrong: Counter[tuple[str, str]] = Counter()
    for question in questions:
        right = [regulation.top_of(unit) for unit in (*question.gold, *question.also_ok)]
        first = regulation.top_of(rank(question.text).units[0])
        if first not in right:
            wrong[right[0], first] += 1
    return [(right, first, count) for (right, first), count in wrong.most_common(MOST)]


def curve(
    bank: Sequence[Entry],
    refused: Sequence[Unanswerable],
    questions: Sequence[Question],
    regulation: Regulation,
    encoder: Encoder,
) -> list[dict[str, Any]]:
    """Hit@1 with parts of the bank, drawn once; the weights of the whole are kept."""
    order = random.Random(SEED).sample(list(bank), len(bank))
    points = []
    for share in SHARES:
        part = order[: round(share * len(order))]
        measures = Measures(regulation, part, [each.question for each in refused], encoder)
        search = Search(measures, load_weights())
        rated = rate(regulation, questions, [search.find(q.text).units for q in questions])
        points.append({"bank": len(part), **{key: rated[key]["hit@1"] for key in rated}})
        say(f"bank of {len(part)}: {points[-1]}")
    return points
