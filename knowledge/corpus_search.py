"""Search over any collection of texts, without a question bank.

The nearest by meaning and by words make a pool, which four measures order: both nearnesses,
how near the best other articles of the same law are, and how near the neighbours are.
What each is worth was learned on lay questions (`knowledge.training.corpus_ranking`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Encoder, Vectors
from knowledge.lexical import Lexical, Scores, split_by
from knowledge.tokens import characters_and_pairs

BATCH = 2000
BY_MEANING, BY_WORDS = 200, 100  # the pool
FOR_LAWS = 2000  # texts whose nearness says how near their laws are
OF_A_LAW, SHARPNESS = 5, 15.0  # its best texts, and how much the best of them leads
NAMES = ("meaning", "words", "law", "beside")
FILE = Path(__file__).with_name("corpus_ranking.json")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+条.*$")

Positions = npt.NDArray[np.int64]


class Corpus:
    """Texts in their order, each under the name it bears; articles of a law stand together."""

    def __init__(self, names: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
        titled = (f"{name} {text}" for name, text in zip(names, texts, strict=True))
        self._words = Lexical(split_by(characters_and_pairs, titled), characters_and_pairs)
        self._vectors = vectors
        # Bytes instead of floats: a quarter to read, which is what the time goes on.
        self._index = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        self._index.train(vectors)
        self._index.add(vectors)
        numbers: dict[str, int] = {}
        laws = [_ARTICLE.sub("", name) for name in names]
        self._laws = np.array([numbers.setdefault(law, len(numbers)) for law in laws], np.int64)

    def measures(self, question: str, vector: Vectors, k: int = 0) -> tuple[Positions, Scores]:
        """The pool, of at least `k` texts where there are as many, and a row of `NAMES` each."""
        size = len(self._laws)
        scores, found = self._index.search(vector[None], min(max(FOR_LAWS, k), size))
        words = self._words.scores(question)
        best = np.argpartition(-words, min(BY_WORDS, size - 1))[:BY_WORDS]
        pool = np.union1d(found[0][: max(BY_MEANING, k)], best)
        columns = (
            self._vectors[pool] @ vector,
            words[pool] / max(float(words.max()), 1e-6),
            self._law_nearness(found[0], scores[0])[self._laws[pool]],
            self._beside(pool, vector),
        )
        return pool, np.stack(columns, axis=1).astype(np.float32)

    def _law_nearness(self, found: Positions, scores: Scores) -> Scores:
        """For each law, a sum that its best texts lead; texts far away count as the last found."""
        laws = self._laws[found]
        order = np.argsort(laws, kind="stable")  # within a law the nearest first
        sorted_laws = laws[order]
        starts = np.flatnonzero(np.r_[True, sorted_laws[1:] != sorted_laws[:-1]])
        rank = np.arange(len(laws)) - np.repeat(starts, np.diff(np.r_[starts, len(laws)]))
        kept = order[rank < OF_A_LAW]
        sums = np.bincount(
            self._laws[found[kept]],
            np.exp(SHARPNESS * scores[kept]),
            minlength=int(self._laws.max()) + 1,
        )
        least = np.exp(SHARPNESS * scores[-1])
        near: Scores = np.log(np.maximum(sums, least)).astype(np.float32)
        return near

    def _beside(self, pool: Positions, vector: Vectors) -> Scores:
        """How near the nearer of the two neighbours in the same law is; 0 without any."""
        nearest = np.zeros(len(pool), np.float32)
        for step in (-1, 1):
            at = np.clip(pool + step, 0, len(self._laws) - 1)
            same = (self._laws[at] == self._laws[pool]) & (at != pool)
            nearest = np.maximum(nearest, np.where(same, self._vectors[at] @ vector, 0))
        return nearest


class CorpusSearch:
    """Orders a corpus for a question."""

    def __init__(self, names: Sequence[str], texts: Sequence[str], encoder: Encoder) -> None:
        self._encoder = encoder
        titled = [f"{name} {text}" for name, text in zip(names, texts, strict=True)]
        parts = [encoder.encode(titled[at : at + BATCH]) for at in range(0, len(titled), BATCH)]
        self._corpus = Corpus(names, texts, np.concatenate(parts))
        worth = json.loads(FILE.read_text(encoding="utf-8"))["measures"]
        self._worth = np.array([worth[name] for name in NAMES], np.float32)

    def search(self, query: str, k: int) -> list[int]:
        """Numbers of the `k` nearest texts, best first."""
        pool, measures = self._corpus.measures(query, self._encoder.encode([query])[0], k)
        order = np.argsort(-(measures @ self._worth), kind="stable")
        return [int(at) for at in pool[order[:k]]]
