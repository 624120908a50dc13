"""What the question bank teaches: one linear score a unit, and two for being answerable at all.

Ridge regression on the features and the vector of a question, solved once when the bank is
loaded; three thousand questions take about a second. The last score weighs the few known
unanswerable questions as much as all others together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.sparse import csr_matrix

from knowledge.lexical import Tokens
from knowledge.postings import Postings
from knowledge.tokens import characters_and_pairs, sound_pairs

Matrix = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
RIDGE = 0.5
VECTOR_WEIGHT = 0.7  # length of the meaning vector beside the features' length of 1


def words_of(text: str) -> list[str]:
    """Characters, pairs of characters and pairs of sounds."""
    return [*characters_and_pairs(text), *sound_pairs(text)]


class Features:
    """Weighted features of texts: rare ones count more, repeated ones little more, length 1.

    `words` are the features known, `rarity` what each counts, `tokens` finds them in a text.
    """

    def __init__(self, words: Sequence[str], rarity: Matrix, tokens: Tokens = words_of) -> None:
        self.words = words
        self.rarity = rarity
        self._ids = {word: number for number, word in enumerate(words)}
        self._tokens = tokens

    @classmethod
    def fitted(cls, split: Sequence[Sequence[str]], tokens: Tokens = words_of) -> Features:
        """The features of these texts, each given as its tokens, and how rare each feature is."""
        seen = Counter(word for each in split for word in set(each))
        words = sorted(seen)
        counts = np.array([seen[word] for word in words], np.float32)
        return cls(words, np.log((1 + len(split)) / (1 + counts)) + 1, tokens)

    def rows(self, split: Sequence[Sequence[str]]) -> csr_matrix:
        """One row a text, given as its tokens; features that are not known are left out."""
        found = [self._weighed(each) for each in split]
        rows = np.repeat(np.arange(len(split)), [len(ids) for ids, _ in found])
        columns = np.concatenate([ids for ids, _ in found])
        values = np.concatenate([weights for _, weights in found])
        return csr_matrix((values, (rows, columns)), shape=(len(split), len(self.words)))

    def row(self, text: str) -> tuple[Ids, Matrix]:
        """The known features of one text and their weights."""
        return self._weighed(self._tokens(text))

    def _weighed(self, split: Sequence[str]) -> tuple[Ids, Matrix]:
        counts = Counter(self._ids[word] for word in split if word in self._ids)
        ids = np.fromiter(counts.keys(), np.int64, len(counts))
        repeats = np.fromiter(counts.values(), np.float32, len(counts))
        weights: Matrix = (1 + np.log(repeats)) * self.rarity[ids]
        length = float(np.sqrt(weights @ weights))
        return ids, weights / np.float32(max(length, 1e-9))


class Learned:
    """Fitted on texts, given as their tokens, and their targets.

    `targets` has a row a text and a column a score, `vectors` a row a text; the last column of
    the targets is 1 for the answerable texts, which come first, and 0 for the others. `parts`,
    what each text adds to each score, is worked out where it is not given.
    """

    def __init__(
        self,
        split: Sequence[Sequence[str]],
        targets: Matrix,
        vectors: Matrix,
        parts: Matrix | None = None,
    ) -> None:
        self._features = Features.fitted(split)
        rows = self._features.rows(split)
        columns = rows.tocsc()
        self._postings = Postings(columns.indptr, columns.indices, columns.data, len(split))
        self._mean = targets.mean(axis=0)
        self.parts = _parts(rows, targets, vectors) if parts is None else parts

    def alike(self, question: str, meaning: Matrix) -> Matrix:
        """How alike the question and each known text are, 0 to about 1.5.

        `meaning` has the cosine of the question's vector and each known text's.
        """
        words, weights = self._features.row(question)
        near: Matrix = self._postings.sums(words, weights)
        near += VECTOR_WEIGHT**2 * meaning
        return near

    def scores(self, alike: Matrix) -> Matrix:
        """One score a column of the targets, of the order of 0 to 1, and the gate, -1 to 1."""
        scores: Matrix = alike @ self.parts
        scores[:-1] += self._mean
        return scores


def _parts(rows: csr_matrix, targets: Matrix, vectors: Matrix) -> Matrix:
    near: Matrix = (rows @ rows.T).toarray()
    near = near + VECTOR_WEIGHT**2 * (vectors @ vectors.T)
    parts = _solved(near, targets - targets.mean(axis=0), np.ones(len(targets), np.float32))
    gate = _solved(near, 2 * targets[:, -1:] - 1, _balanced(targets[:, -1]))
    together: Matrix = np.concatenate([parts, gate], axis=1)
    return together


def _solved(near: Matrix, targets: Matrix, weights: Matrix) -> Matrix:
    """What each known text adds to the scores; a text of double weight is fitted twice as hard."""
    table = near.copy()
    table[np.diag_indices_from(table)] += RIDGE / weights
    parts: Matrix = solve(table, targets, assume_a="pos", overwrite_a=True).astype(np.float32)
    return parts


def _balanced(answerable: Matrix) -> Matrix:
    """Weights that give both kinds the same sum."""
    share = float(answerable.mean())
    if share == 1.0:  # nothing unanswerable is known
        return np.ones(len(answerable), np.float32)
    weights: Matrix = np.where(answerable > 0, 0.5 / share, 0.5 / (1 - share)).astype(np.float32)
    return weights
