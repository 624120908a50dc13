"""Search over any collection of texts, without a question bank: words and meaning together."""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np

from knowledge.encoder import Encoder
from knowledge.lexical import Lexical
from knowledge.tokens import characters_and_pairs

BATCH = 2000
POOL = 1000  # how many of each kind are fused
MEANING = 1.0  # worth of meaning beside words, both in standard deviations


class CorpusSearch:
    """BM25 and the encoder over a collection, fused on standard scores."""

    def __init__(self, texts: Sequence[str], encoder: Encoder) -> None:
        self._encoder = encoder
        self._words = Lexical(texts, characters_and_pairs)
        parts = [encoder.encode(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]
        vectors = np.concatenate(parts)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        self._size = len(texts)

    def search(self, query: str, k: int) -> list[int]:
        """Numbers of the `k` nearest texts, best first."""
        words = self._words.scores(query)
        pool = min(max(POOL, k), self._size)
        scores, numbers = self._index.search(self._encoder.encode([query]), pool)
        meaning = np.full(self._size, scores[0, -1], np.float32)
        meaning[numbers[0]] = scores[0]
        fused = _standard(words) + MEANING * _standard(meaning)
        return [int(at) for at in np.argsort(-fused, kind="stable")[:k]]


def _standard(scores: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    spread = scores.std()
    return (scores - scores.mean()) / spread if spread > 0 else scores * 0
