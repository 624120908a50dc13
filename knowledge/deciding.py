"""The words of a quoted unit that decide a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from knowledge.bank import Entry
from knowledge.features import nearest
from knowledge.normalise import normalise
from knowledge.tokens import characters_and_pairs
from knowledge.units import Unit

LOOKED_AT = 20  # known questions
SPOKEN_OF = 1.0  # of its likeness, for each pair of characters
ALIKE_ENOUGH = 0.45  # below this no known question is close enough to lend its words
FITS = 3.0  # times as much count words that are of the sort that is asked for
LONG_ENOUGH = 60  # characters; a shorter quotation needs no marks
# What is asked for, and by what one knows the words that say it.
_SORTS = tuple(
    (re.compile(asked), re.compile(words))
    for asked, words in (
        (r"不算|算不算|不计|剔除|除外", r"不包括|除外"),
        (
            r"会怎|后果|处罚|处理|会被|怎么办|啥下场|what happens|consequence",
            r"撤销|暂停|取消|通报|不得|不予",
        ),
        (
            r"(?<!哪)几(?![种类样])|多少|多久|多长|百分之|占比|至少|最少|how (?:many|much|long)",
            r"\d|[一二三]年|三个月",
        ),
    )
)
# Asks for all that an article lists; one of them marked would look like the answer.
_ALL = re.compile(
    r"(?:什么|哪些|啥)样?的?(?:申报)?(?:条件|要求|材料|情形)"
    r"|(?:条件|材料)(?:都|要|需要?|包括|有|是)*(?:什么|哪些|啥)"
)
_FIGURE = re.compile(r"\d+%?(?:个月|年|日|家|人|名|次|万元|个工作日)?")
_HALF_YEAR = re.compile("半年")
_PIECES = re.compile(r"[^，。；：\n|]+")


def deciding_words(
    question: str, unit: Unit, bank: Sequence[Entry], alike: npt.NDArray[np.float32]
) -> tuple[str, ...]:
    """Verbatim words of `unit`: those of a similar known question, or the nearest clause.

    Of the similar ones that counts most whose words the question speaks of itself, and that has
    what is asked for: the same figure, else any figure for 多少, the sanction for 会怎样. `alike`
    has a value for each entry of the bank.
    """
    if len(unit.display) < LONG_ENOUGH or (unit.children and _ALL.search(normalise(question))):
        return ()
    asked, fits = _pairs(question), _fitting(question, unit)
    lent = [
        (_weight(float(alike[at]), asked, words) * (FITS if fits("".join(words)) else 1), words)
        for at in nearest(alike, LOOKED_AT)
        if alike[at] >= ALIKE_ENOUGH
        and (words := tuple(each for each in bank[at].must if each in unit.display))
    ]
    return max(lent)[1] if lent else _nearest_piece(asked, unit)


def _weight(alike: float, asked: set[str], words: tuple[str, ...]) -> float:
    return alike * (1 + SPOKEN_OF * len(asked & _pairs("".join(words))))


def _fitting(question: str, unit: Unit) -> Callable[[str], bool]:
    """Whether words say what is asked for; nothing does where that is not known."""
    spelled = _HALF_YEAR.sub("6个月", normalise(question))
    there = normalise(unit.display)
    figures = [each for each in _FIGURE.findall(spelled) if len(each) > 1 and each in there]
    if figures:
        return lambda words: any(each in normalise(words) for each in figures)
    said = next((words for asks, words in _SORTS if asks.search(spelled)), None)
    return lambda words: bool(said and said.search(words))


def _pairs(text: str) -> set[str]:
    return {token for token in characters_and_pairs(text) if len(token) > 1}


def _nearest_piece(asked: set[str], unit: Unit) -> tuple[str, ...]:
    pieces = [piece.strip() for piece in _PIECES.findall(unit.display)]
    shared = [len(asked & set(characters_and_pairs(piece))) for piece in pieces]
    best = max(range(len(pieces)), key=lambda at: shared[at], default=0)
    return (pieces[best],) if pieces and shared[best] >= 2 else ()
