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
SPOKEN_OF = 1.0  # of its likeness, for each pair of characters
ALIKE_ENOUGH = 0.45  # below this no known question is close enough to lend its words
LONG_ENOUGH = 60  # characters; a shorter quotation needs no marks
_PIECES = re.compile(r"[^，。；：\n|]+")


def deciding_words(
    question: str, unit: Unit, bank: Sequence[Entry], alike: npt.NDArray[np.float32]
) -> tuple[str, ...]:
    """Verbatim words of `unit`: those of a similar known question, or the nearest clause.

    Of the similar ones that counts most whose words the question speaks of itself. `alike` has a
    value for each entry of the bank.
    """
    if len(unit.display) < LONG_ENOUGH:
        return ()
    asked = _pairs(question)
    lent = [
        (float(alike[at]) * (1 + SPOKEN_OF * len(asked & _pairs("".join(words)))), words)
        for at in nearest(alike, LOOKED_AT)
        if alike[at] >= ALIKE_ENOUGH
        and (words := tuple(each for each in bank[at].must if each in unit.display))
    ]
    return max(lent)[1] if lent else _nearest_piece(asked, unit)


def _pairs(text: str) -> set[str]:
    return {token for token in characters_and_pairs(text) if len(token) > 1}


def _nearest_piece(asked: set[str], unit: Unit) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in _PIECES.findall(unit.display)]
    shared = [len(asked & set(characters_and_pairs(piece))) for piece in pieces]
    best = max(range(len(pieces)), key=lambda at: shared[at], default=0)
    return (pieces[best],) if pieces and shared[best] >= 2 else ()
