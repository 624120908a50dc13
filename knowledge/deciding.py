"""The words of a quoted unit that decide a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.bank import Entry
from knowledge.features import nearest
from knowledge.tokens import characters_and_pairs
from knowledge.units import Unit

LOOKED_AT = 20  # known questions
ALIKE_ENOUGH = 0.45  # below this no known question is close enough to lend its words
LONG_ENOUGH = 60  # characters; a shorter quotation needs no marks
_PIECES = re.compile(r"[^，。；：\n|]+")


def deciding_words(
    question: str, unit: Unit, bank: Sequence[Entry], alike: npt.NDArray[np.float32]
) -> tuple[str, ...]:
    """Verbatim words of `unit`: those of the most similar known question, or the nearest clause.

    `alike` has a value for each entry of the bank.
    """
    if len(unit.display) < LONG_ENOUGH:
        return ()
    for at in nearest(alike, LOOKED_AT):
        if alike[at] < ALIKE_ENOUGH:
            break
        found = [words for words in bank[at].must if words in unit.display]
        if found:
            return tuple(found)
    return _nearest_piece(question, unit)


def _nearest_piece(question: str, unit: Unit) -> tuple[str, ...]:
    asked = {token for token in characters_and_pairs(question) if len(token) > 1}
    pieces = [piece.strip() for piece in _PIECES.findall(unit.display)]
    shared = [len(asked & set(characters_and_pairs(piece))) for piece in pieces]
    best = max(range(len(pieces)), key=lambda at: shared[at], default=0)
    return (pieces[best],) if pieces and shared[best] >= 2 else ()
