"""What the question bank teaches: one linear score a unit, and one for being answerable at all.

Ridge regression on the features and the vector of a question, solved once when the bank is
loaded; about two thousand questions take a fifth of a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack

from knowledge.encoder import Encoder
from knowledge.tokens import characters_and_pairs, sound_pairs

Matrix = npt.NDArray[np.float32]
RIDGE = 1.0
VECTOR_WEIGHT = 1.0  # length of the meaning vector beside the features' length of 1


class Features:
    """Weighted features of texts: rare ones count more, repeated ones little more, length 1."""

    def __init__(self, texts: Sequence[str]) -> None:
        seen = Counter(word for text in texts for word in set(_words(text)))
        self._ids = {word: number for number, word in enumerate(sorted(seen))}
        counts = np.array([seen[word] for word in self._ids], np.float32)
        self._rarity = np.log((1 + len(texts)) / (1 + counts)) + 1

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """One row a text; features that were not seen at the start are left out."""
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            counts = Counter(word for word in _words(text) if word in self._ids)
            ids = [self._ids[word] for word in counts]
            repeats = np.array(list(counts.values()), np.float32)
            weights = (1 + np.log(repeats)) * self._rarity[ids]
            rows += [row] * len(ids)
            columns += ids
            values += list(weights / max(float(np.linalg.norm(weights)), 1e-9))
        shape = (len(texts), len(self._ids))
        return csr_matrix((np.array(values, np.float32), (rows, columns)), shape=shape)


def _words(text: str) -> list[str]:
    return [*characters_and_pairs(text), *sound_pairs(text)]


class Learned:
    """Fitted on texts and their targets; `targets` has a row a text and a column a score."""

    def __init__(self, texts: Sequence[str], targets: Matrix, encoder: Encoder) -> None:
        self._encoder = encoder
        self._features = Features(texts)
        rows = self._rows(texts)
        self._mean = targets.mean(axis=0)
        near = np.asarray((rows @ rows.T).todense())
        near[np.diag_indices_from(near)] += RIDGE
        parts = np.linalg.solve(near, targets - self._mean)
        self._weights: Matrix = np.asarray(rows.T @ parts, np.float32)

    def scores(self, question: str) -> Matrix:
        """One score a column of the targets, of the order of 0 to 1."""
        scores: Matrix = np.asarray(self._rows([question]) @ self._weights)[0] + self._mean
        return scores

    def _rows(self, texts: Sequence[str]) -> csr_matrix:
        vectors = csr_matrix(VECTOR_WEIGHT * self._encoder.encode(texts))
        return hstack([self._features.rows(texts), vectors]).tocsr()
