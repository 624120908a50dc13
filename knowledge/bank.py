"""The question bank: how people ask for each unit, each question written by a person for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("bank_data")


@dataclass(frozen=True)
class Entry:
    """A question with the unit that answers it, and other units that answer it as well.

    `must` are the words of the text that decide the question.
    """

    question: str
    unit: str
    also: tuple[str, ...]
    must: tuple[str, ...]
    asker: str
    kind: str
    author: str


@cache
def load_bank(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All questions of the bank, in the order of its files."""
    return tuple(
        Entry(
            row["q"],
            row["unit"],
            tuple(row["also"]),
            tuple(row["must"]),
            row["asker"],
            row["kind"],
            path.stem,
        )
        for path in sorted(folder.glob("author-*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )


@dataclass(frozen=True)
class Unanswerable:
    """A question the text does not answer, of what kind, and the unit nearest to it if any.

    Kinds: near, field (other rules of the field), other, smalltalk, nonsense, attack.
    """

    question: str
    kind: str
    closest: str | None
    author: str


@cache
def load_unanswerable(folder: Path = FOLDER) -> tuple[Unanswerable, ...]:
    """Questions that people ask and the regulation does not answer."""
    return tuple(
        Unanswerable(row["q"], row["kind"], row["closest"], path.stem)
        for path in sorted(folder.glob("unanswerable-*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )
