"""Which intent a message has: logistic regression on its weighted features and its vector.

Neither needs words to be cut, which Chinese does not show: features are characters, pairs
and triples of characters and pairs of sounds (`knowledge.tokens`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Encoder
from knowledge.learned import Features, words_of
from knowledge.lexical import split_by

Numbers = npt.NDArray[np.float32]
SHORT = 8  # characters
# Codes have no words in common; that one is there says what a message is about.
CODES = {
    "<code>": re.compile(r"(?<![a-z0-9])[a-z0-9]{5}-[a-z0-9]{5}(?![a-z0-9])"),
    "<credit code>": re.compile(
        r"(?<![a-z0-9])[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}(?![a-z0-9])"
    ),
    "<invitation>": re.compile(r"(?<![a-z0-9_-])[a-z0-9_-]{24}(?![a-z0-9_-])"),
}
VECTOR_WEIGHT = 0.5  # of the encoder's vector beside the features, which have length 1
# Longer rows let the classifier, whose own restraint is fixed, hold on to short examples.
LENGTH = 4.0
ROUNDS = 300


def features(text: str) -> list[str]:
    """Tokens of a message: what it says, three characters in a row, and how it begins and ends.

    Very short ones keep their whole text, so that 好 differs from 你好; of a code only counts
    that it is there.
    """
    said = text.strip().lower()
    codes = [name for name, code in CODES.items() if code.search(said)]
    for name in codes:
        said = CODES[name].sub(" ", said).strip()
    threes = (said[at : at + 3] for at in range(len(said) - 2))
    ends = [f"^{said[:2]}", f"{said[-2:]}$", f"{said[-1:]}$"] if said else []
    tokens = [*words_of(said), *threes, *ends, *codes]
    return [*tokens, f"={said}"] if len(said) <= SHORT else tokens


class IntentModel:
    """Fitted on examples; `weights` has a row a feature, then a row a place of the vector."""

    def __init__(
        self, words: Features, names: Sequence[str], weights: Numbers, bias: Numbers
    ) -> None:
        self._words = words
        self.names = tuple(names)
        self._weights = weights
        self._bias = bias

    @classmethod
    def fitted(cls, texts: Sequence[str], names: Sequence[str], encoder: Encoder) -> IntentModel:
        """Learn from texts and the name of each one's intent, rare intents as much as others."""
        split = split_by(features, texts)
        words = Features.fitted(split, features)
        vectors = csr_matrix(encoder.encode(texts) * VECTOR_WEIGHT)
        rows = hstack([words.rows(split), vectors]) * LENGTH
        learned = LogisticRegression(class_weight="balanced", max_iter=ROUNDS, random_state=42)
        learned.fit(rows, names)
        weights = np.ascontiguousarray(learned.coef_.T * LENGTH, np.float32)
        return cls(words, learned.classes_, weights, learned.intercept_.astype(np.float32))

    def likely(self, text: str, encoder: Encoder) -> list[tuple[str, float]]:
        """All intents with their probabilities, the likeliest first."""
        ids, counts = self._words.row(text)
        scores = counts @ self._weights[ids] + self._bias
        known = len(self._words.words)
        scores += (encoder.encode([text])[0] * VECTOR_WEIGHT) @ self._weights[known:]
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return [(self.names[at], float(odds[at])) for at in np.argsort(-odds)]

    def write(self, folder: Path) -> None:
        (folder / "words.txt").write_text("\n".join(self._words.words), encoding="utf-8")
        (folder / "intents.txt").write_text("\n".join(self.names), encoding="utf-8")
        np.savez(
            folder / "numbers.npz",
            rarity=self._words.rarity,
            weights=self._weights,
            bias=self._bias,
        )

    @classmethod
    def read(cls, folder: Path) -> IntentModel:
        words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
        names = (folder / "intents.txt").read_text(encoding="utf-8").split("\n")
        with np.load(folder / "numbers.npz", allow_pickle=False) as numbers:
            known = Features(words, numbers["rarity"], features)
            return cls(known, names, numbers["weights"], numbers["bias"])
