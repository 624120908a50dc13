"""Second stage: lay questions and the statutes that answer them, among those that nearly do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knowledge.lexical import Scores
from knowledge.training.bags import Bags, Numbers
from knowledge.training.corpora import Asked
from knowledge.training.table import Table

EPOCHS, BATCH = 5, 64
RATE, TEMPERATURE = 0.006, 0.08
NEAR_MEANING, NEAR_WORDS = 100, 50  # how many count as nearly right
DRAWN = (5, 2, 1)  # a question: of those near in meaning, in words, and next to a right one
MINED_EVERY = 3  # epochs


@dataclass(frozen=True)
class Lay:
    """Questions and statutes as bags; `words` has a row a question, a column a statute."""

    asked: Sequence[Asked]
    questions: Bags
    statutes: Bags
    words: Scores


def learn_asking(table: Table, lay: Lay, train: Sequence[int], chance: np.random.Generator) -> None:
    """Draw each question of `train` to each of its statutes."""
    pairs = [(question, right) for question in train for right in lay.asked[question].answers]
    starts = range(0, len(pairs), BATCH)
    for epoch in range(EPOCHS):
        if epoch % MINED_EVERY == 0:
            near = _nearly_right(table, lay, train)
        chance.shuffle(pairs)
        total = 0.0
        for step, start in enumerate(starts):
            batch = pairs[start : start + BATCH]
            loss = _loss(table, lay, batch, _candidates(batch, near, chance), chance)
            table.learn(loss, (epoch * len(starts) + step) / (EPOCHS * len(starts)))
            total += loss.item() * len(batch)
        print(f"asking, epoch {epoch + 1}: {total / len(pairs):.3f}", file=sys.stderr)  # noqa: T201


def _nearly_right(table: Table, lay: Lay, train: Sequence[int]) -> dict[int, list[Numbers]]:
    """For each question three kinds of wrong statutes that look right."""
    statutes = table.all(lay.statutes)
    meaning = (table.all(lay.questions.take(train)) @ statutes.T).numpy()
    return {
        question: [
            _others(np.argpartition(-meaning[row], NEAR_MEANING)[:NEAR_MEANING], right),
            _others(np.argpartition(-lay.words[question], NEAR_WORDS)[:NEAR_WORDS], right),
            _others(_beside(right, len(statutes)), right),
        ]
        for row, question in enumerate(train)
        for right in [lay.asked[question].answers]
    }


def _beside(right: Sequence[int], count: int) -> Numbers:
    beside = np.array([at + step for at in right for step in (-2, -1, 1, 2)], np.int64)
    return beside[(beside >= 0) & (beside < count)]


def _others(statutes: Numbers, right: Sequence[int]) -> Numbers:
    return statutes[~np.isin(statutes, right)]


def _candidates(
    batch: list[tuple[int, int]], near: dict[int, list[Numbers]], chance: np.random.Generator
) -> list[int]:
    """Each statute once: the right ones of the batch first, then those nearly right."""
    drawn = [right for _, right in batch]
    for question, _ in batch:
        for kind, number in zip(near[question], DRAWN, strict=True):
            if len(kind):
                drawn += chance.choice(kind, number).tolist()
    return list(dict.fromkeys(drawn))


def _loss(
    table: Table,
    lay: Lay,
    batch: list[tuple[int, int]],
    candidates: list[int],
    chance: np.random.Generator,
) -> torch.Tensor:
    questions = lay.questions.take([question for question, _ in batch]).thinned(chance)
    vectors = table(questions + lay.statutes.take(candidates).thinned(chance))
    scores = vectors[: len(batch)] @ vectors[len(batch) :].T / TEMPERATURE
    column = {statute: at for at, statute in enumerate(candidates)}
    also = torch.zeros(scores.shape, dtype=torch.bool)
    for row, (question, right) in enumerate(batch):
        for other in lay.asked[question].answers:
            if other != right and other in column:
                also[row, column[other]] = True
    target = torch.tensor([column[right] for _, right in batch])
    return functional.cross_entropy(scores.masked_fill(also, -1e9), target)
