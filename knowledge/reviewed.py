"""What reviewers decided of real questions: bank entries of this installation, and its tests.

One JSON object a line: `q`, and `unit`, null where the text does not answer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.bank import Entry, Unanswerable
from knowledge.jsonl import needed, read_objects

if TYPE_CHECKING:  # with it comes the encoder, which who only writes decisions down does not need
    from knowledge.answerer import Answerer

AUTHOR = "review"


@dataclass(frozen=True)
class Reviewed:
    """A question with the unit that answers it; None where the text does not."""

    question: str
    unit: str | None


def read_reviewed(path: Path) -> list[Reviewed]:
    """The decisions of a file, the last one of each question; none where there is no file."""
    if not path.is_file():
        return []
    rows = [(needed(row, "q", path), row.get("unit")) for row in read_objects(path)]
    return [Reviewed(question, unit) for question, unit in dict(rows).items()]


def add_reviewed(path: Path, decided: Iterable[Reviewed]) -> None:
    """Write decisions behind the earlier ones, on disk before this returns."""
    lines = (
        json.dumps({"q": each.question, "unit": each.unit}, ensure_ascii=False) for each in decided
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def as_bank(decided: Iterable[Reviewed]) -> tuple[tuple[Entry, ...], tuple[Unanswerable, ...]]:
    """The decisions as the question bank holds its own."""
    entries, unanswerable = [], []
    for each in decided:
        if each.unit:
            entries.append(Entry(each.question, each.unit, (), (), "public", "review", AUTHOR))
        else:
            unanswerable.append(Unanswerable(each.question, "field", None, AUTHOR))
    return tuple(entries), tuple(unanswerable)


def broken(answerer: Answerer, decided: Iterable[Reviewed]) -> list[tuple[Reviewed, str]]:
    """Decisions that the answers do not follow, each with what is answered instead."""
    found = []
    for each in decided:
        answer = answerer.answer(each.question)
        right = each.unit in answer.cited if each.unit else answer.status != "answered"
        if not right:
            found.append((each, "、".join(answer.cited) or answer.status))
    return found
