"""The question bank and the held-out questions, checked against the text they are about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.bank import FOLDER, load_bank, load_unanswerable
from knowledge.library import load_shipped
from knowledge.normalise import normalise

DRAFT = load_shipped()
HELD_OUT = Path(__file__).parents[1] / "heldout"


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def squeezed(text: str) -> str:
    return "".join(text.split())


WHOLE_TEXT = squeezed(DRAFT.joined())


def test_it_holds_at_least_six_hundred_questions_over_all_units():
    asked = {entry.unit for entry in load_bank()} | {
        DRAFT.top_of(entry.unit) for entry in load_bank()
    }
    leaves = {unit.id for unit in DRAFT.citable() if not unit.children}

    assert len(load_bank()) >= 600
    assert leaves <= asked


@pytest.mark.parametrize("path", sorted(FOLDER.glob("author-*.jsonl")), ids=lambda path: path.stem)
def test_every_question_names_units_and_words_that_exist(path):
    for row in rows(path):
        assert row["unit"] in DRAFT, row
        assert all(unit in DRAFT for unit in row["also"]), row
        assert all(squeezed(words) in WHOLE_TEXT for words in row["must"]), row


def test_the_held_out_questions_name_units_and_words_that_exist():
    for row in rows(HELD_OUT / "questions.jsonl"):
        assert all(unit in DRAFT for unit in (*row["gold"], *row["also_ok"])), row
        assert all(squeezed(words) in WHOLE_TEXT for words in row["answer_must"]), row


def test_no_held_out_question_is_in_the_bank():
    known = {normalise(entry.question) for entry in load_bank()}
    known |= {normalise(each.question) for each in load_unanswerable()}

    for name in ("questions", "unanswerable"):
        for row in rows(HELD_OUT / f"{name}.jsonl"):
            assert normalise(row["q"]) not in known, row


def test_no_question_is_both_answerable_and_not():
    answerable = {normalise(entry.question) for entry in load_bank()}

    assert not answerable & {normalise(each.question) for each in load_unanswerable()}
