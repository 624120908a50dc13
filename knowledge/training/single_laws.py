"""Learns `single_law_worth.json`: what each measure is worth within one law nobody asked about.

Lay questions that one law answers are measured on that law alone, with a table that never
saw them, as a regulation added by command is.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.encoder import Encoder, Vectors
from knowledge.errors import NotARegulation
from knowledge.features import NAMES, Measures
from knowledge.lexical import Lexical, split_by
from knowledge.parser import parse
from knowledge.tokens import characters_and_pairs
from knowledge.training.corpora import Asked
from knowledge.training.worth import Flags, Floats, learned_worth
from knowledge.units import Regulation

FILE = Path(__file__).with_name("single_law_worth.json")
SHORTEST, LONGEST = 15, 400  # articles of a law that is searched alone
FOLDS = 5
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True)
class Asking:
    """One question in its law: measures of each unit, which units are right, and BM25's verdict."""

    law: str
    measures: Vectors
    right: Flags
    by_words: bool  # whether BM25 over pairs of characters puts a right article first


class Statutes:
    """Laws by name, their articles in order."""

    def __init__(self, names: Sequence[str], texts: Sequence[str]) -> None:
        self._names, self._texts = names, texts
        self._laws: dict[str, list[int]] = defaultdict(list)
        for at in range(len(names)):
            self._laws[self.law(at)].append(at)

    def law(self, at: int) -> str:
        return _ARTICLE.sub("", self._names[at])

    def article(self, at: int) -> str:
        found = _ARTICLE.search(self._names[at])
        return found.group() if found else ""

    def of_one_law(self, asked: Sequence[Asked]) -> dict[str, list[Asked]]:
        """The questions that a law of fitting size answers alone."""
        found = defaultdict(list)
        for one in asked:
            laws = {self.law(at) for at in one.answers}
            law = laws.pop()
            if not laws and SHORTEST <= len(self._laws[law]) <= LONGEST:
                found[law].append(one)
        return found

    def asking(self, law: str, asked: Sequence[Asked], encoder: Encoder) -> list[Asking]:
        """Each question measured in its law; none where the law's text cannot be read back."""
        places = self._laws[law]
        regulation = self._regulation(law)
        if regulation is None:
            return []
        measures = Measures(regulation, (), (), encoder)
        words = Lexical(
            split_by(characters_and_pairs, (self._texts[at] for at in places)), characters_and_pairs
        )
        rows = []
        for one in asked:
            wanted = {self.article(at) for at in one.answers}
            first = places[int(words.scores(one.question).argmax())]
            right = np.array([_article_of(unit) in wanted for unit in measures.units])
            near = measures.of(one.question).units
            rows.append(Asking(law, near, right, first in one.answers))
        return rows

    def _regulation(self, law: str) -> Regulation | None:
        lines = [f"{self.article(at)}　{self._text(at)}" for at in self._laws[law]]
        try:
            read = parse("\n".join(lines), key="law", name=law)
        except NotARegulation:
            return None
        known = {unit.id for unit in read.citable()}
        return read if all(self.article(at) in known for at in self._laws[law]) else None

    def _text(self, at: int) -> str:
        return self._texts[at].replace("\n", "")


def _article_of(unit: str) -> str:
    found = _ARTICLE.match(unit)
    return found.group() if found else ""


def learn(rows: Sequence[Asking]) -> Floats:
    """Weights that put a unit of a right article first; a measure of the bank has none."""
    most = max(len(row.right) for row in rows)
    table = np.zeros((len(rows), most, len(NAMES)), np.float32)
    right, wrong = np.zeros((2, len(rows), most), bool)
    for at, row in enumerate(rows):
        size = len(row.right)
        table[at, :size] = row.measures
        right[at, :size], wrong[at, :size] = row.right, ~row.right
    return np.maximum(learned_worth(table, right, wrong), 0.0)


def first_right(rows: Sequence[Asking], worth: Floats) -> float:
    """Share of questions whose best unit is of a right article."""
    return float(np.mean([row.right[(row.measures @ worth).argmax()] for row in rows]))


def write(rows: Sequence[Asking]) -> None:
    """Keep the worth learned on all laws; say how good it is on laws left out."""
    laws = {law: number % FOLDS for number, law in enumerate(sorted({row.law for row in rows}))}
    right = 0.0
    for fold in range(FOLDS):
        kept = learn([row for row in rows if laws[row.law] != fold])
        left_out = [row for row in rows if laws[row.law] == fold]
        right += first_right(left_out, kept) * len(left_out) / len(rows)
    print(  # noqa: T201
        f"{len(rows)} questions in {len(laws)} laws left out: R@1 {right:.3f}, "
        f"BM25 {np.mean([row.by_words for row in rows]):.3f}",
        file=sys.stderr,
    )
    worth = dict(zip(NAMES, np.round(learn(rows), 3).tolist(), strict=True))
    FILE.write_text(json.dumps({"measures": worth}, indent=2) + "\n", encoding="utf-8")


def load_worth() -> Floats:
    """The kept worth, in the order of `NAMES`."""
    measures = json.loads(FILE.read_text(encoding="utf-8"))["measures"]
    return np.array([measures[name] for name in NAMES])
