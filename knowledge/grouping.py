"""Similar questions together, so that one decision serves them all."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.encoder import Encoder
from knowledge.normalise import normalise

ALIKE = 0.65  # of two questions that ask the same, whatever unit is nearest to them
ALIKE_THERE = 0.33  # the same where one unit is nearest to both


def groups(questions: Sequence[str], nearest: Sequence[str], encoder: Encoder) -> list[list[int]]:
    """Places of the questions, those that ask the same together; the largest group first.

    `nearest` is the unit nearest to each question, empty where there is none.
    """
    if not questions:
        return []
    meaning = (vectors := encoder.encode(questions)) @ vectors.T
    characters = [set(normalise(question)) for question in questions]
    gathered: list[list[int]] = []
    for at in range(len(questions)):
        for group in gathered:
            there = bool(nearest[at]) and nearest[at] == nearest[group[0]]
            shared = _shared(characters[at], characters[group[0]])
            alike = (meaning[at, group[0]] + shared) / 2
            if alike >= (ALIKE_THERE if there else ALIKE):
                group.append(at)
                break
        else:
            gathered.append([at])
    return sorted(gathered, key=len, reverse=True)


def _shared(one: set[str], other: set[str]) -> float:
    """The share of all their characters that both have: short questions mean too little."""
    return len(one & other) / max(len(one | other), 1)
