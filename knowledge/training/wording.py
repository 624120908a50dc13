"""First stage: the wording of laws. Two parts of one article belong together.

A few clauses of an article on one side, the rest on the other, sometimes with the law's
name; or the heading on one side and the article on the other. Articles come in runs of
neighbours from one law, which are the hardest strangers of all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knowledge.training.bags import Bags, Numbers
from knowledge.training.table import Table

EPOCHS, BATCH, RUN = 6, 512, 8
RATE, TEMPERATURE = 0.01, 0.05
BY_HEADING, WITH_NAME = 0.1, 0.5  # how often


@dataclass(frozen=True)
class Numbered:
    """An article as feature numbers; clause i ends at `ends[i]` of `body`."""

    law: str
    name: Numbers
    chapter: Numbers
    body: Numbers
    ends: Numbers


def learn_wording(table: Table, articles: Sequence[Numbered], chance: np.random.Generator) -> None:
    """Draw the two sides of each article together, in batches of strangers."""
    steps = EPOCHS * (len(articles) // BATCH)
    done = 0
    for epoch in range(EPOCHS):
        order, total = _in_runs(articles, chance), 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = [articles[at] for at in order[start : start + BATCH]]
            loss = _loss(table, [_sides(article, chance) for article in batch], chance)
            table.learn(loss, done / steps)
            total += loss.item()
            done += 1
        print(f"wording, epoch {epoch + 1}: {total * EPOCHS / steps:.3f}", file=sys.stderr)  # noqa: T201


def _loss(
    table: Table, sides: list[tuple[Numbers, Numbers]], chance: np.random.Generator
) -> torch.Tensor:
    left = table(Bags.of([one for one, _ in sides]).thinned(chance))
    right = table(Bags.of([other for _, other in sides]).thinned(chance))
    scores = left @ right.T / TEMPERATURE
    target = torch.arange(len(sides))
    return (
        functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)
    ) / 2


def _in_runs(articles: Sequence[Numbered], chance: np.random.Generator) -> list[int]:
    """All numbers, shuffled in runs of one law."""
    by_law: dict[str, list[int]] = {}
    for at in chance.permutation(len(articles)):
        by_law.setdefault(articles[at].law, []).append(int(at))
    runs = [law[at : at + RUN] for law in by_law.values() for at in range(0, len(law), RUN)]
    return [at for run in chance.permutation(len(runs)) for at in runs[run]]


def _sides(article: Numbered, chance: np.random.Generator) -> tuple[Numbers, Numbers]:
    ends, body = article.ends, article.body
    if len(ends) == 1 or chance.random() < BY_HEADING:
        heading = (
            article.name if chance.random() < 0.5 or not len(article.chapter) else article.chapter
        )
        return (heading if len(heading) else body), body
    clauses = int(chance.integers(1, max(2, len(ends) // 2 + 1)))
    first = int(chance.integers(0, len(ends) - clauses + 1))
    start, end = (ends[first - 1] if first else 0), ends[first + clauses - 1]
    rest = np.concatenate([body[:start], body[end:]])
    if chance.random() < WITH_NAME:
        rest = np.concatenate([article.name, rest])
    return body[start:end], rest
