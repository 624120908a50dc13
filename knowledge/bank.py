"""The question bank: how people ask for each unit, each question written by a person for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("bank_data")


@dataclass(frozen=True)
class Entry:
    """A question with the unit that answers it, and other units that answer it as well."""

    question: str
    unit: str
    also: tuple[str, ...]
    asker: str
    kind: str
    author: str


@cache
def load_bank(folder: Path = FOLDER) -> tuple[Entry, ...]:
    """All questions of the bank, in the order of its files."""
    return tuple(
        Entry(row["q"], row["unit"], tuple(row["also"]), row["asker"], row["kind"], path.stem)
        for path in sorted(folder.glob("author-*.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )


@cache
def load_unanswerable(folder: Path = FOLDER) -> tuple[str, ...]:
    """Questions that people ask and the regulation does not answer."""
    text = (folder / "unanswerable.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line)["q"] for line in text.splitlines())
