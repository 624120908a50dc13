"""Similar questions together, so that one decision serves them all."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.encoder import Encoder

ALIKE = 0.72  # cosine of two questions that ask the same, whatever unit is nearest to them
ALIKE_THERE = 0.45  # the same where one unit is nearest to both


def groups(questions: Sequence[str], nearest: Sequence[str], encoder: Encoder) -> list[list[int]]:
    """Places of the questions, those that ask the same together; the largest group first.

    `nearest` is the unit nearest to each question, empty where there is none.
    """
    if not questions:
        return []
    near = (vectors := encoder.encode(questions)) @ vectors.T
    gathered: list[list[int]] = []
    for at in range(len(questions)):
        for group in gathered:
            there = bool(nearest[at]) and nearest[at] == nearest[group[0]]
            if near[at, group[0]] >= (ALIKE_THERE if there else ALIKE):
                group.append(at)
                break
        else:
            gathered.append([at])
    return sorted(gathered, key=len, reverse=True)
