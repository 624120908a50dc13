"""What each measure is worth: weights that put what is right first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def learned_worth(table: npt.NDArray[np.float32], right: Flags, wrong: Flags) -> Floats:
    """One weight a measure, by a softmax over the candidates of each question.

    `table` is questions × candidates × measures; a candidate neither right nor wrong is
    a place that the question leaves empty.
    """
    rows = torch.tensor(table)
    rights, wrongs = torch.tensor(~right), torch.tensor(~(right | wrong))
    weights = torch.ones(table.shape[2], requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (rows @ weights).masked_fill(wrongs, -torch.inf)
        found = torch.logsumexp(scores.masked_fill(rights, -torch.inf), dim=1)
        value = (torch.logsumexp(scores, dim=1) - found).mean() + 1e-3 * (weights**2).mean()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy().astype(np.float64)
