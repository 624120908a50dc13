"""Reading .xlsx and .xlsm: values only; formulas are not computed, macros not read."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from surveys.frames import limits
from surveys.frames.cells import SharedStrings, Worksheet
from surveys.frames.errors import FrameTooLarge
from surveys.frames.markup import Attributes, feed
from surveys.frames.package import WORKBOOK, opened
from surveys.frames.tables import Row, Sheet

_SHARED = "xl/sharedStrings.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass
class _Contents:
    """Handler of the workbook and its relations: the sheets in order, and where parts lie."""

    sheets: list[tuple[str, str]] = field(default_factory=list)  # title, relation id
    targets: dict[str, str] = field(default_factory=dict)

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            self.targets[attributes["Id"]] = attributes["Target"]
        elif tag == "sheet" and attributes.get("state", "visible") == "visible":
            relations = [v for k, v in attributes.items() if k.rpartition(":")[2] == "id"]
            self.sheets.append((attributes.get("name", ""), "".join(relations)))

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The visible worksheets, with vertically merged cells filled down."""
    with opened(data) as package:
        contents, shared = _Contents(), SharedStrings()
        _feed(package, WORKBOOK, contents)
        _feed(package, _RELATIONS, contents)
        if _SHARED in package.namelist():
            _feed(package, _SHARED, shared)
        return tuple(
            _sheet(package, title, contents.targets[relation], shared)
            for title, relation in contents.sheets
            if relation in contents.targets
        )


def _sheet(package: zipfile.ZipFile, title: str, target: str, shared: SharedStrings) -> Sheet:
    part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
    worksheet = Worksheet(shared.texts)
    _feed(package, part, worksheet)
    _fill_down(worksheet)
    rows = worksheet.rows
    return Sheet(title, tuple(Row(number, _values(rows[number])) for number in sorted(rows)))


def _feed(
    package: zipfile.ZipFile, part: str, handler: _Contents | SharedStrings | Worksheet
) -> None:
    with package.open(part) as stream:
        feed(stream, handler)


def _fill_down(worksheet: Worksheet) -> None:
    """A service or a number merged over several firms is said of each of them.

    Rows without any value of their own stay blank.
    """
    rows, filled = worksheet.rows, 0
    for column, top, bottom in worksheet.merged:
        value = rows.get(top, {}).get(column)
        filled += min(bottom - top, len(rows)) if value else 0
        if filled > limits.CELLS:
            raise FrameTooLarge("合并的单元格过多，请取消合并后再上传。")
        for number in _between(rows, top, bottom) if value else ():
            rows[number].setdefault(column, value or "")


def _between(rows: dict[int, dict[int, str]], top: int, bottom: int) -> list[int]:
    if bottom - top < len(rows):
        return [number for number in range(top + 1, bottom + 1) if number in rows]
    return [number for number in rows if top < number <= bottom]


def _values(cells: dict[int, str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in range(max(cells) + 1))
