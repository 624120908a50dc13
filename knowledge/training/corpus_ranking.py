"""Learns `corpus_ranking.json`: what each measure of a search without a bank is worth.

Each fifth of the lay questions is measured by a table that was not trained on it, so that
the weights fit questions nobody has seen.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from knowledge.corpus_search import FILE, NAMES, Corpus
from knowledge.training.corpora import Asked
from knowledge.training.worth import learned_worth

FOLDS = 5
Measured = tuple[Asked, np.ndarray, np.ndarray]  # type: ignore[type-arg]


def fold_of(asked: Asked) -> int:
    """The same for a question whatever else is asked."""
    return int(sha256(asked.id.encode()).hexdigest(), 16) % FOLDS


def measured(corpus: Corpus, asked: Sequence[Asked], vectors: np.ndarray) -> list[Measured]:  # type: ignore[type-arg]
    """Each question with its pool and the pool's measures."""
    return [
        (one, *corpus.measures(one.question, vector))
        for one, vector in zip(asked, vectors, strict=True)
    ]


def learn(rows: Sequence[Measured]) -> dict[str, float]:
    """The worth of each measure, from the questions whose pool holds a right statute."""
    found = [row for row in rows if np.isin(row[1], row[0].answers).any()]
    most = max(len(pool) for _, pool, _ in found)
    table = np.zeros((len(found), most, len(NAMES)), np.float32)
    right, wrong = np.zeros((2, len(found), most), bool)
    for at, (one, pool, measures) in enumerate(found):
        table[at, : len(pool)] = measures
        right[at, : len(pool)] = np.isin(pool, one.answers)
        wrong[at, : len(pool)] = ~np.isin(pool, one.answers)
    worth = np.round(learned_worth(table, right, wrong), 3)
    return dict(zip(NAMES, worth.tolist(), strict=True))


def figures(rows: Sequence[Measured], worth: dict[str, float]) -> dict[str, float]:
    """Recall in the first 10 and 100, and mean reciprocal rank of the first right one."""
    weights = np.array([worth[name] for name in NAMES], np.float32)
    totals = {"R@10": 0.0, "R@100": 0.0, "MRR": 0.0}
    for one, pool, measures in rows:
        order = pool[np.argsort(-(measures @ weights), kind="stable")].tolist()
        ranks = [order.index(right) + 1 for right in one.answers if right in order]
        for cut in (10, 100):
            totals[f"R@{cut}"] += sum(rank <= cut for rank in ranks) / len(one.answers)
        totals["MRR"] += 1 / min(ranks) if ranks else 0.0
    return {name: round(total / len(rows), 4) for name, total in totals.items()}


def write(rows: Sequence[Measured]) -> None:
    """Keep the worth learned on all questions; say how good it is on folds left out."""
    left_out = [
        row
        for fold in range(FOLDS)
        for kept in [learn([row for row in rows if fold_of(row[0]) != fold])]
        for row in [figures([row for row in rows if fold_of(row[0]) == fold], kept)]
    ]
    mean = {name: round(float(np.mean([row[name] for row in left_out])), 4) for name in left_out[0]}
    alone = figures(rows, {name: float(name == "meaning") for name in NAMES})
    words = figures(rows, {name: float(name == "words") for name in NAMES})
    for what, found in (("meaning alone", alone), ("words alone", words), ("together", mean)):
        print(f"{what}, questions left out: {found}", file=sys.stderr)  # noqa: T201
    FILE.write_text(json.dumps({"measures": learn(rows)}, indent=2) + "\n", encoding="utf-8")
