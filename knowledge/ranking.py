"""What the measures are worth: the order of units, and whether the best one answers.

The weights are data (`ranking.json`), learned by `knowledge.training.ranking` on the bank,
each author's questions measured without that author's part of the bank.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.beyond import missed_topic, other_rule
from knowledge.features import NAMES, Nearness

FILE = Path(__file__).with_name("ranking.json")
WITHOUT_BANK = Path(__file__).with_name("ranking_without_bank.json")
DECISION = (
    "share",
    "clause",
    "learned",
    "asked",
    "unanswerable",
    "answerable",
    "gate",
    "missed_topic",
    "other_rule",
)
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """Worth of each measure, and the line that divides answers from refusals."""

    measures: tuple[float, ...]
    decision: tuple[float, ...]
    bias: float
    answer_from: float


@cache
def load_weights(path: Path = FILE) -> Weights:
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Weights(
        tuple(kept["measures"][name] for name in NAMES),
        tuple(kept["decision"][name] for name in DECISION),
        kept["bias"],
        kept["answer_from"],
    )


def unit_scores(nearness: Nearness, weights: Weights) -> Scores:
    """One score a unit; greater is nearer."""
    scores: Scores = nearness.units.astype(np.float64) @ np.array(weights.measures)
    return scores


def shares(scores: Scores) -> Scores:
    """The scores as shares of one."""
    powers: Scores = np.exp(scores - scores.max())
    parts: Scores = powers / powers.sum()
    return parts


def evidence(question: str, nearness: Nearness, scores: Scores) -> npt.NDArray[np.float64]:
    """What speaks for and against an answer, in the order of `DECISION`."""
    best = int(scores.argmax())
    return np.array(
        [
            shares(scores)[best],
            nearness.units[best, NAMES.index("clause_meaning")],
            nearness.units[best, NAMES.index("learned")],
            nearness.best_question,
            nearness.best_unanswerable,
            nearness.answerable,
            nearness.gate,
            float(missed_topic(question) is not None),
            float(bool(other_rule(question))),
        ]
    )


def confidence(seen: npt.NDArray[np.float64], weights: Weights) -> float:
    """The probability that the text answers the question."""
    return float(1 / (1 + np.exp(-(seen @ np.array(weights.decision) + weights.bias))))
