"""Learns `ranking.json`: what each measure is worth, and when to answer.

    python -m knowledge.training.ranking

Each author's questions are measured against a bank without that author, so that the
weights fit people who are not in the bank. The held-out set is never read here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression

from knowledge.bank import Entry, load_bank, load_unanswerable
from knowledge.encoder import Encoder, load_encoder
from knowledge.features import NAMES, Measures, Nearness
from knowledge.library import load_shipped
from knowledge.ranking import DECISION, FILE, evidence

FALSE_REFUSALS = 0.04  # of answerable questions, the most that may be refused
Floats = npt.NDArray[np.float64]


def measured(
    bank: Sequence[Entry], unanswerable: Sequence[str], encoder: Encoder
) -> tuple[list[tuple[Entry, Nearness]], list[Nearness], Measures]:
    """Nearness of each bank question without its author, of the others without their fold."""
    regulation = load_shipped()
    answerable: list[tuple[Entry, Nearness]] = []
    refused: list[Nearness] = []
    authors = sorted({entry.author for entry in bank})
    for fold, author in enumerate(authors):
        others = [entry for entry in bank if entry.author != author]
        known = [text for at, text in enumerate(unanswerable) if at % len(authors) != fold]
        measures = Measures(regulation, others, known, encoder)
        mine = [entry for entry in bank if entry.author == author]
        answerable += [(entry, measures.of(entry.question)) for entry in mine]
        held = [text for at, text in enumerate(unanswerable) if at % len(authors) == fold]
        refused += [measures.of(text) for text in held]
    return answerable, refused, measures


def learn_worth(rows: list[tuple[Entry, Nearness]], units: Sequence[str]) -> Floats:
    """Weights that put a right unit first: a softmax over the units of each question."""
    at = {unit_id: number for number, unit_id in enumerate(units)}
    table = torch.tensor(np.stack([nearness.units for _, nearness in rows]))
    wrong = torch.ones(table.shape[:2], dtype=torch.bool)
    for row, (entry, _) in enumerate(rows):
        wrong[row, [at[unit] for unit in (entry.unit, *entry.also)]] = False
    weights = torch.ones(len(NAMES), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = table @ weights
        right = torch.logsumexp(scores.masked_fill(wrong, -torch.inf), dim=1)
        value = (torch.logsumexp(scores, dim=1) - right).mean() + 1e-3 * (weights**2).mean()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy().astype(np.float64)


def main() -> None:
    bank, unanswerable = load_bank(), load_unanswerable()
    answerable, refused, measures = measured(bank, unanswerable, load_encoder())
    worth = learn_worth(answerable, measures.units)
    seen = [evidence(each, each.units @ worth) for _, each in answerable]
    unseen = [evidence(each, each.units @ worth) for each in refused]
    model = LogisticRegression(class_weight="balanced", C=10.0)
    model.fit(np.array([*seen, *unseen]), [1] * len(seen) + [0] * len(unseen))
    sure = model.predict_proba(np.array(seen))[:, 1]
    line = float(np.quantile(sure, FALSE_REFUSALS))
    kept = {
        "measures": dict(zip(NAMES, np.round(worth, 3).tolist(), strict=True)),
        "decision": dict(zip(DECISION, np.round(model.coef_[0], 3).tolist(), strict=True)),
        "bias": round(float(model.intercept_[0]), 3),
        "answer_from": round(line, 3),
        "unclear_from": round(line * 0.7, 3),
    }
    FILE.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    refusals = float((model.predict_proba(np.array(unseen))[:, 1] < line).mean())
    first = np.mean(
        [measures.units[int((n.units @ worth).argmax())] == e.unit for e, n in answerable]
    )
    print(  # noqa: T201
        f"authors apart: right unit first {first:.3f}; refused of the unanswerable {refusals:.3f}",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
