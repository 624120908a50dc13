"""Texts as bags of feature numbers, laid end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

Numbers = npt.NDArray[np.int64]
KEPT_SHARE = 0.85  # of a text's features in one step, so that no single one is relied on


@dataclass(frozen=True)
class Bags:
    """`lengths[i]` numbers of `flat` belong to text i, in order."""

    flat: Numbers
    lengths: Numbers

    @classmethod
    def of(cls, rows: Sequence[Numbers]) -> Bags:
        return cls(np.concatenate(rows), np.array([len(row) for row in rows], np.int64))

    def take(self, which: Sequence[int] | Numbers) -> Bags:
        """The bags of these texts."""
        lengths = self.lengths[which]
        starts = (np.cumsum(self.lengths) - self.lengths)[which]
        before = np.cumsum(lengths) - lengths
        at = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        return Bags(self.flat[at], lengths)

    def thinned(self, chance: np.random.Generator) -> Bags:
        """The same bags with some features left out."""
        kept = chance.random(len(self.flat)) < KEPT_SHARE
        row = np.repeat(np.arange(len(self.lengths)), self.lengths)
        return Bags(self.flat[kept], np.bincount(row[kept], minlength=len(self.lengths)))

    def __add__(self, other: Bags) -> Bags:
        return Bags(
            np.concatenate([self.flat, other.flat]), np.concatenate([self.lengths, other.lengths])
        )

    def tensors(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Numbers and where each text begins, as torch's EmbeddingBag wants them."""
        starts = np.cumsum(self.lengths) - self.lengths
        return torch.from_numpy(self.flat), torch.from_numpy(starts)
