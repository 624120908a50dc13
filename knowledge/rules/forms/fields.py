"""Labels with their values: behind the label in the same cell, or in the next cell of the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.rules.forms.address import place_in
from knowledge.rules.forms.amounts import money_in, people_in
from knowledge.rules.forms.dates import written_day
from knowledge.rules.forms.model import Cell, distinct
from knowledge.rules.forms.sources import labels

# How the text of a cell becomes the value of each kind.
CLEAN: Mapping[str, Callable[[str], str]] = {
    "text": lambda text: re.sub(labels()["fillers"]["text"], "", text),
    "date": written_day,
    "money": money_in,
    "people": people_in,
    "address": place_in,
    "boxes": lambda text: text,
    "qualifications": lambda text: text,
    "recognition": lambda text: text,
}


@dataclass(frozen=True)
class Written:
    """What stands beside a label; `cell` keeps the text as it was written."""

    key: str
    kind: str
    value: str
    cell: Cell
    raw: str


def fields_in(row: tuple[Cell, ...]) -> Iterator[Written]:
    """The known labels of a row with their values, also the empty ones."""
    cells = distinct(row)
    for number, cell in enumerate(cells):
        field, rest = _labelled(cell.bare)
        if field is None:
            continue
        value, beside = CLEAN[field["kind"]](rest), cells[number + 1 : number + 2]
        if not value and beside and not _is_label(beside[0]):
            yield _written(field, CLEAN[field["kind"]](beside[0].bare), beside[0], beside[0].text)
        else:
            yield _written(field, value, cell, _after_label(cell, rest))


def _written(field: Mapping[str, Any], value: str, cell: Cell, raw: str) -> Written:
    return Written(field["key"], field["kind"], value, cell, raw)


def _labelled(bare: str) -> tuple[Mapping[str, Any] | None, str]:
    for field in labels()["fields"]:
        found = _pattern(field["label"]).match(bare)
        if found:
            return field, bare[found.end() :]
    return None, ""


def _is_label(cell: Cell) -> bool:
    return _labelled(cell.bare)[0] is not None or bool(
        _pattern(labels()["others"]).match(cell.bare)
    )


def _after_label(cell: Cell, rest: str) -> str:
    """The text as written, without the label: whole lines stay lines."""
    left = len(rest)
    at = len(cell.text)
    while left and at:
        at -= 1
        left -= len(Cell(cell.text[at]).bare)
    return cell.text[at:]


@cache
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(label)
