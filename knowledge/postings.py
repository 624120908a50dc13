"""Which texts have a word and what it counts there, kept so that a query is summed at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
Positions = npt.NDArray[np.int64]


class Postings:
    """Columns of a sparse table: word `w` is in the texts `texts[starts[w]:starts[w + 1]]`."""

    def __init__(
        self, starts: Sequence[int], texts: Sequence[int], counts: Sequence[float], size: int
    ) -> None:
        self._starts: Positions = np.asarray(starts, np.int64)
        self._texts: Positions = np.asarray(texts, np.int64)
        self._counts: Numbers = np.asarray(counts, np.float32)
        self._size = size

    def sums(self, words: Sequence[int] | Positions, weights: Numbers | None = None) -> Numbers:
        """For each text the sum of its words' counts, each times its weight; words may repeat."""
        wanted = np.asarray(words, np.int64)
        starts = self._starts[wanted]
        lengths = self._starts[wanted + 1] - starts
        before = np.cumsum(lengths) - lengths
        at = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        counts = self._counts[at]
        if weights is not None:
            counts = counts * np.repeat(weights, lengths)
        return np.bincount(self._texts[at], counts, minlength=self._size).astype(np.float32)
