"""Two versions of a regulation article by article: what stayed, changed, came and went.

Articles are matched by their words, not their numbers, for a new article moves all after it.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from knowledge.tokens import characters_and_pairs
from knowledge.units import Regulation, Unit

Change = Literal["same", "changed", "added", "removed"]
CHANGES: dict[Change, str] = {"same": "未变", "changed": "修改", "added": "新增", "removed": "删去"}
MATCHED = 0.35  # of the words shared, below which two articles are strangers


@dataclass(frozen=True)
class Pair:
    """An article of either version beside its counterpart, None where it has none."""

    earlier: Unit | None
    later: Unit | None
    change: Change
    marked: str

    @property
    def heading(self) -> str:
        """Both numbers and what happened: 第五条 → 第六条（修改）."""
        numbers = [unit.id if unit else "—" for unit in (self.earlier, self.later)]
        return f"{' → '.join(numbers)}（{CHANGES[self.change]}）"


def compare(earlier: Regulation, later: Regulation) -> list[Pair]:
    """Every article and annex of both, in the order of the later one; what went comes last."""
    old, new = _tops(earlier), _tops(later)
    matched = _matched(old, new)
    pairs = [_pair(matched.get(unit.id), unit) for unit in new]
    kept = {unit.id for unit in matched.values()}
    return pairs + [_pair(unit, None) for unit in old if unit.id not in kept]


def marked(before: str, after: str) -> str:
    """The later words with what came in 【＋…】 and what went in 【－…】."""
    parts = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts.append(before[i:j])
            continue
        parts += [f"【－{before[i:j]}】"] * (i < j) + [f"【＋{after[k:m]}】"] * (k < m)
    return "".join(parts)


def _tops(regulation: Regulation) -> list[Unit]:
    return [unit for unit in regulation.units if unit.kind in ("article", "annex")]


def _matched(old: list[Unit], new: list[Unit]) -> dict[str, Unit]:
    """For each later article its earlier counterpart, such that most words are shared in all."""
    alike = np.array([[_shared(a, b) for b in new] for a in old]).reshape(len(old), len(new))
    rows, columns = linear_sum_assignment(-alike)
    return {new[c].id: old[r] for r, c in zip(rows, columns, strict=True) if alike[r, c] >= MATCHED}


def _shared(one: Unit, other: Unit) -> float:
    a, b = set(characters_and_pairs(_words(one))), set(characters_and_pairs(_words(other)))
    return 2 * len(a & b) / max(len(a) + len(b), 1)


def _words(unit: Unit) -> str:
    """The text without its number and white space."""
    return "".join(unit.text.split()).removeprefix(unit.id)


def _pair(earlier: Unit | None, later: Unit | None) -> Pair:
    before, after = (_words(unit) if unit else "" for unit in (earlier, later))
    if earlier is None:
        return Pair(earlier, later, "added", after)
    if later is None:
        return Pair(earlier, later, "removed", before)
    return Pair(earlier, later, "same" if before == after else "changed", marked(before, after))
