"""Text as tokens: characters, pairs of characters, and pairs of their sounds.

Chinese is written without spaces and typed by sound, so the pairs of sounds let 师范平台
find 示范平台; what speakers of many regions do not tell apart (shen/sheng, si/shi) counts
as one sound.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

from knowledge.vocabulary import translated

_PIECES = re.compile(r"[㐀-鿿]+|[a-z]+|\d+(?:\.\d+)?%?")
_FLAT = str.maketrans({"v": "u"})


def _is_han(piece: str) -> bool:
    return piece[0] >= "㐀"


@lru_cache(maxsize=16)  # each measure of a question takes the same text apart
def pieces(text: str) -> tuple[str, ...]:
    """Runs of Han characters, of letters and of digits in `text` and its terms."""
    return tuple(_PIECES.findall(translated(text)))


def characters_and_pairs(text: str) -> list[str]:
    """Single characters and overlapping pairs; words and numbers stay whole."""
    tokens: list[str] = []
    for piece in pieces(text):
        if _is_han(piece):
            tokens += piece
            tokens += (a + b for a, b in pairwise(piece))
        else:
            tokens.append(piece)
    return tokens


def sound_pairs(text: str) -> list[str]:
    """Overlapping pairs of sounds of each run of Han characters: 示范 → "si.fan"."""
    return [
        f"{sound(a)}.{sound(b)}"
        for piece in pieces(text)
        if _is_han(piece)
        for a, b in pairwise(piece)
    ]


@cache
def sound(character: str) -> str:
    """The sound of one character without tone, near sounds made equal."""
    syllable = lazy_pinyin(character, style=Style.NORMAL)[0].translate(_FLAT)
    for retroflex in ("zh", "ch", "sh"):
        if syllable.startswith(retroflex):
            syllable = retroflex[0] + syllable[2:]
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def feature_text(text: str) -> str:
    """All tokens of `text` as words between spaces, the encoder's way of reading it."""
    return " ".join((*characters_and_pairs(text), *sound_pairs(text)))
