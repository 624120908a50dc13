"""One search: all units by their score, and how sure it is that one of them answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from knowledge.features import Measures, Nearness
from knowledge.ranking import Scores, Weights, confidence, evidence, shares, unit_scores

RANKED = 10


@dataclass(frozen=True)
class Found:
    """The best units in order with their shares of the score, and the probability of an answer."""

    units: tuple[str, ...]
    shares: tuple[float, ...]
    sure: float
    nearness: Nearness


class Search:
    """Measures weighed as learned."""

    def __init__(self, measures: Measures, weights: Weights) -> None:
        self._measures = measures
        self._weights = weights

    def find(self, question: str, before: str = "") -> Found:
        """The nearest units; `before` is the fuller question of a message that leans on one.

        The fuller question then says whether the text answers: 如果没做到呢 alone says too little.
        """
        nearness = self._measures.of(question)
        scores = unit_scores(nearness, self._weights)
        if not before:
            return self._found(scores, nearness, self._sure(question, nearness, scores))
        fuller = self._measures.of(before)
        scores = (scores + unit_scores(fuller, self._weights)) / 2
        sure = self._sure(question, nearness, scores), self._sure(before, fuller, scores)
        return self._found(scores, nearness, max(sure))

    def _sure(self, question: str, nearness: Nearness, scores: Scores) -> float:
        return confidence(evidence(question, nearness, scores), self._weights)

    def _found(self, scores: Scores, nearness: Nearness, sure: float) -> Found:
        order = (-scores).argsort()[:RANKED]
        parts = np.asarray(shares(scores))[order]
        units = tuple(self._measures.units[at] for at in order)
        return Found(units, tuple(float(part) for part in parts), sure, nearness)
