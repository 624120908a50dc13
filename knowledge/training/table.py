"""The table of vectors while it is trained."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from knowledge.training.bags import Bags

AT_ONCE = 4000


class Table:
    """A vector a feature; a text's is the sum of its features', of length one.

    Only the rows that a step touches are moved, so rare features keep what they learned.
    """

    def __init__(self, weights: torch.Tensor, rate: float) -> None:
        self._bag = torch.nn.EmbeddingBag.from_pretrained(
            weights, freeze=False, mode="sum", sparse=True
        )
        self._rate = rate
        self._optimizer = torch.optim.SparseAdam(list(self._bag.parameters()), lr=rate)

    @property
    def weights(self) -> torch.Tensor:
        return self._bag.weight.detach()

    def __call__(self, bags: Bags) -> torch.Tensor:
        return functional.normalize(self._bag(*bags.tensors()), dim=1)

    def all(self, bags: Bags) -> torch.Tensor:
        """Vectors of many texts, not to be learned from."""
        rows = np.arange(len(bags.lengths))
        with torch.no_grad():
            return torch.cat(
                [self(bags.take(rows[at : at + AT_ONCE])) for at in range(0, len(rows), AT_ONCE)]
            )

    def learn(self, loss: torch.Tensor, done: float) -> None:
        """One step; `done` is the share of the training behind it, along which steps shorten."""
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * (1 - 0.9 * done)
        self._optimizer.zero_grad()
        loss.backward()
        self._optimizer.step()
