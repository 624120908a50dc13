"""Learns `ranking.json`: what each measure is worth, and when to answer.

`ranking_without_bank.json` holds the same for regulations nobody wrote questions for.

    python -m knowledge.training.ranking

Each author's questions are measured against a bank without that author, so that the
weights fit people who are not in the bank. The held-out set is never read here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.bank import Entry, Unanswerable, load_bank, load_unanswerable
from knowledge.encoder import Encoder, load_encoder
from knowledge.features import NAMES, Measures, Nearness
from knowledge.library import load_shipped
from knowledge.prepared import remembering
from knowledge.ranking import DECISION, FILE, WITHOUT_BANK, evidence
from knowledge.training.single_laws import load_worth
from knowledge.training.worth import Floats, learned_worth

FALSE_REFUSALS = 0.05  # at most, of people nobody here has met
Questions = list[tuple[str, Nearness]]


def measured(
    bank: Sequence[Entry], unanswerable: Sequence[Unanswerable], encoder: Encoder
) -> tuple[Questions, Questions, Measures]:
    """Questions with and without an answer, each with its nearness to a bank without its author."""
    answerable: Questions = []
    refused: Questions = []
    refusers = sorted({each.author for each in unanswerable})
    for fold, author in enumerate(sorted({entry.author for entry in bank})):
        refuser = refusers[fold % len(refusers)]
        others = [entry for entry in bank if entry.author != author]
        known = [each.question for each in unanswerable if each.author != refuser]
        measures = Measures(load_shipped(), others, known, encoder)
        mine = [entry.question for entry in bank if entry.author == author]
        answerable += [(text, measures.of(text)) for text in mine]
        if fold < len(refusers):
            held = [each.question for each in unanswerable if each.author == refuser]
            refused += [(text, measures.of(text)) for text in held]
    return answerable, refused, measures


def learn_worth(bank: Sequence[Entry], rows: Sequence[Nearness], units: Sequence[str]) -> Floats:
    """Weights that put a unit that answers first."""
    at = {unit_id: number for number, unit_id in enumerate(units)}
    table = np.stack([nearness.units for nearness in rows])
    right = np.zeros(table.shape[:2], bool)
    for row, entry in enumerate(bank):
        right[row, [at[unit] for unit in (entry.unit, *entry.also)]] = True
    return learned_worth(table, right, ~right)


def learn(
    bank: Sequence[Entry],
    answerable: Questions,
    refused: Questions,
    units: Sequence[str],
    worth: Floats,
) -> tuple[dict[str, Any], str]:
    """The weights as they are kept, and one line that says how good they are."""
    seen = [evidence(text, each, each.units @ worth) for text, each in answerable]
    unseen = [evidence(text, each, each.units @ worth) for text, each in refused]
    model = LogisticRegression(class_weight="balanced", C=10.0, max_iter=1000)
    model.fit(np.array([*seen, *unseen]), [1] * len(seen) + [0] * len(unseen))
    sure = model.predict_proba(np.array(seen))[:, 1]
    line = float(np.quantile(sure, FALSE_REFUSALS))
    kept = {
        "measures": dict(zip(NAMES, np.round(worth, 3).tolist(), strict=True)),
        "decision": dict(zip(DECISION, np.round(model.coef_[0], 3).tolist(), strict=True)),
        "bias": round(float(model.intercept_[0]), 3),
        "answer_from": round(line, 3),
    }
    refusals = float((model.predict_proba(np.array(unseen))[:, 1] < line).mean())
    first = [units[int((each.units @ worth).argmax())] for _, each in answerable]
    right = np.mean([unit == entry.unit for unit, entry in zip(first, bank, strict=True)])
    as_well = np.mean([u in (e.unit, *e.also) for u, e in zip(first, bank, strict=True)])
    return kept, (
        f"right unit first {right:.3f}, or another that answers {as_well:.3f}; "
        f"refused of the unanswerable {refusals:.3f} at {FALSE_REFUSALS:.1%} false refusals"
    )


def without_bank(
    bank: Sequence[Entry], unanswerable: Sequence[Unanswerable], encoder: Encoder
) -> tuple[Questions, Questions, Measures]:
    """The same questions measured on the clauses alone, as another regulation has them.

    What is asked beside this regulation says nothing of another, so those measures are left out.
    """
    measures = Measures(load_shipped(), [], [], encoder)
    answerable = [("", measures.of(entry.question)) for entry in bank]
    return answerable, [("", measures.of(each.question)) for each in unanswerable], measures


def main() -> None:
    bank = sorted(load_bank(), key=lambda entry: entry.author)
    unanswerable, encoder = load_unanswerable(), remembering(load_encoder())
    for file, measure in ((FILE, measured), (WITHOUT_BANK, without_bank)):
        answerable, refused, measures = measure(bank, unanswerable, encoder)
        if file == FILE:
            worth = learn_worth(bank, [nearness for _, nearness in answerable], measures.units)
        else:  # learned in other laws, since it is for them
            worth = load_worth()
        kept, figures = learn(bank, answerable, refused, measures.units, worth)
        file.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
        print(f"{file.name}: {figures}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
