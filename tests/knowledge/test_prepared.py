"""What is kept of the bank beforehand is what would be worked out."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import prepared
from knowledge.bank import load_bank, load_unanswerable
from knowledge.encoder import SHIPPED, TableEncoder
from knowledge.features import Measures
from knowledge.library import load_shipped


@pytest.fixture(scope="module")
def encoder():
    return TableEncoder(SHIPPED)


@pytest.fixture(scope="module")
def measures(encoder):
    unanswerable = [each.question for each in load_unanswerable()]
    return Measures(load_shipped(), load_bank(), unanswerable, prepared.remembering(encoder))


def test_it_was_made_of_the_bank_and_the_encoder_as_they_are(measures, encoder):
    remembering = prepared.remembering(encoder)

    assert isinstance(remembering, prepared.Remembering)
    assert prepared.parts(measures.known, measures.targets, remembering) is not None, (
        "python -m knowledge.training.preparing"
    )


def test_its_vectors_are_those_of_the_encoder(measures, encoder):
    some = measures.known[::97]

    kept = prepared.remembering(encoder).encode(some)

    assert np.abs(kept - encoder.encode(some)).max() < 0.002


def test_texts_that_are_not_kept_are_encoded_beside_those_that_are(measures, encoder):
    texts = ["没有人这样问过的一句话", measures.known[0], "又一句"]

    both = prepared.remembering(encoder).encode(texts)

    assert np.allclose(both[[0, 2]], encoder.encode([texts[0], texts[2]]))
    assert np.abs(both[1] - encoder.encode([texts[1]])[0]).max() < 0.002


def test_what_is_kept_scores_as_what_is_worked_out(measures):
    """A text's own score, recovered from the kept parts, is near what it was fitted to."""
    rows = range(0, len(load_bank()), 211)
    found = [measures.of(measures.known[row]).units[:, -1] for row in rows]

    right = [measures.targets[row, :-1].argmax() for row in rows]
    assert np.mean([scores.argmax() == at for scores, at in zip(found, right, strict=True)]) > 0.9


def test_another_bank_finds_nothing_kept(measures, encoder):
    fewer = measures.targets[:-1]

    assert prepared.parts(measures.known[:-1], fewer, prepared.remembering(encoder)) is None
