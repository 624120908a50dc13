"""Which of several boxes is ticked, however people tick them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

TICKS, EMPTY = "☑☒√✓✔■▣◼●◉✅", "□☐○◯▢❏◻("
_TICK, _MARK = re.compile(f"[{TICKS}]"), re.compile(f"[{TICKS}{re.escape(EMPTY)}]")
Place = tuple[int, int, str]  # from, to, option


def ticked(text: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options with a tick before them, or behind them where the marks stand behind.

    Without any mark the only option that is left counts.
    """
    text = unicodedata.normalize("NFKC", text)
    places = sorted((text.find(each), text.find(each) + len(each), each) for each in options)
    places = [each for each in places if each[0] >= 0]
    if not places:
        return ()
    if not _TICK.search(text):
        alone = len(places) == 1 and not _MARK.search(text)
        return (places[0][2],) if alone else ()
    chosen = [each for each in _choices(text, places) if each]
    return tuple(dict.fromkeys(chosen))


def _choices(text: str, places: Sequence[Place]) -> Iterable[str]:
    first, last = places[0], places[-1]
    before = bool(_MARK.search(text[: first[0]]))
    if _TICK.search(text[: first[0]]):
        yield first[2]
    for one, other in pairwise(places):
        gap = text[one[1] : other[0]]
        if _TICK.search(gap):
            yield one[2] if _belongs_before(gap, before) else other[2]
    if not before and _TICK.search(text[last[1] :]):
        yield last[2]


def _belongs_before(gap: str, marks_before: bool) -> bool:
    """Whether a tick between two options belongs to the former.

    A box after the tick is the latter's own; with no box at all the nearer option has it.
    """
    tick = [found.end() for found in _TICK.finditer(gap)][-1]
    if marks_before:
        return bool(_MARK.search(gap[tick:]))
    nearer = gap[:1].isspace() and not gap[-1:].isspace()
    return bool(re.search("[(□☐)]", gap)) or not nearer
