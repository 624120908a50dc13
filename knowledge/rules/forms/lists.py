"""Tables with a heading: each row below it by the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from knowledge.rules.forms.fields import fields_in
from knowledge.rules.forms.model import Cell, Table, distinct
from knowledge.rules.forms.sources import labels

Columns = Mapping[str, tuple[int, int]]  # name → first column and the one after the last
Row = Mapping[str, Cell]
_SECTION = re.compile("[一二三四五六七八九十]+、")


@dataclass(frozen=True)
class Heading:
    """One kind of list, its columns, and the cells that name them."""

    name: str
    columns: Columns
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Listed:
    """The rows below one heading, and the heading's cells by name."""

    name: str
    heading: Mapping[str, Cell]
    rows: list[Row] = field(default_factory=list)


def split(table: Table) -> tuple[list[Listed], list[tuple[Cell, ...]]]:
    """The lists of a table, and the rows that belong to none."""
    lists: list[Listed] = []
    others: list[tuple[Cell, ...]] = []
    heading: Heading | None = None
    for row in table:
        new = _heading(row) or _second_line(row, heading)
        if new:
            if heading is None or new.name != heading.name:
                lists.append(Listed(new.name, new.cells))
            heading = new
            lists[-1] = replace(lists[-1], heading=heading.cells)
        elif heading is None or _ends(row, heading):
            heading = None
            others.append(row)
        elif len(distinct(row)) > 1:
            lists[-1].rows.append(_named(row, heading))
    return lists, others


def _heading(row: tuple[Cell, ...]) -> Heading | None:
    for name, kind in labels()["lists"].items():
        found = dict(_columns(row, kind["columns"]))
        if all(each in found for each in kind["must"]):
            return Heading(name, {key: at for key, (_, at) in found.items()}, _cells(found))
    return None


def _cells(found: Mapping[str, tuple[Cell, tuple[int, int]]]) -> Mapping[str, Cell]:
    return {key: cell for key, (cell, _) in found.items()}


def _columns(
    row: tuple[Cell, ...], patterns: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Cell, tuple[int, int]]]]:
    for cell in distinct(row):
        at = [number for number, each in enumerate(row) if each is cell]
        for name, pattern in patterns.items():
            if re.fullmatch(pattern, cell.bare):
                yield name, (cell, (at[0], at[-1] + 1))
                break


def _second_line(row: tuple[Cell, ...], heading: Heading | None) -> Heading | None:
    """A further line of the heading: all that is in it names a column or is merged with one."""
    if heading is None:
        return None
    found = dict(_columns(row, labels()["lists"][heading.name]["columns"]))
    named = {cell for cell, _ in found.values()} | set(heading.cells.values())
    new = [name for name in found if name not in heading.columns]
    if not new or any(cell.bare and cell not in named for cell in distinct(row)):
        return None
    columns = {**heading.columns, **{name: found[name][1] for name in new}}
    return Heading(heading.name, columns, {**heading.cells, **_cells(found)})


def _ends(row: tuple[Cell, ...], heading: Heading) -> bool:
    """At the title of the next section, which goes over the whole table, or at a field."""
    own = labels()["lists"][heading.name].get("own", False)
    if not own and next(fields_in(row), None):
        return True
    return bool(_SECTION.match(row[0].bare)) and len([c for c in distinct(row) if c.bare]) == 1


def _named(row: tuple[Cell, ...], heading: Heading) -> Row:
    return {name: _cell(row, first, end) for name, (first, end) in heading.columns.items()}


def _cell(row: tuple[Cell, ...], first: int, end: int) -> Cell:
    """The cell below a heading, or the first that is filled where it covers several columns."""
    below = row[first:end] or (Cell(""),)
    return next((cell for cell in below if cell.bare), below[0])
