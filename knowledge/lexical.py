"""BM25 over the features of texts: weights by bm25s, summed for each query here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import bm25s
import numpy as np
import numpy.typing as npt

from knowledge.postings import Postings

Scores = npt.NDArray[np.float32]
Tokens = Callable[[str], list[str]]


def split_by(tokens: Tokens, texts: Iterable[str]) -> list[list[str]]:
    """The tokens of each text."""
    return [tokens(text) for text in texts]


class Lexical:
    """Scores every text of a collection against a query.

    `split` has the tokens of each text, `tokens` finds them in a query.
    """

    def __init__(self, split: Sequence[Sequence[str]], tokens: Tokens) -> None:
        self._tokens = tokens
        words = sorted({word for row in split for word in row})
        self._ids = {word: number for number, word in enumerate(words)}
        index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        numbers = [[self._ids[word] for word in row] for row in split]
        index.index((numbers, self._ids), show_progress=False)
        table = index.scores
        self._postings = Postings(table["indptr"], table["indices"], table["data"], len(split))

    def scores(self, query: str) -> Scores:
        """BM25 of each text, in their order."""
        ids = [self._ids[word] for word in self._tokens(query) if word in self._ids]
        return self._postings.sums(ids)
