"""Every drawn firm with its answers as a spreadsheet, and the counts made of them.

What people said is data: a text that begins as a formula does stays text, also when the cell is
edited, and no sign is added to it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from surveys.phones import mask_phone
from surveys.plain import printable, without_numbers
from surveys.record.packages import packed, unpacked
from surveys.record.wording import words
from surveys.results.codes import Grade
from surveys.results.figures import Tally, tallies
from surveys.results.model import Row, SurveyRecord
from surveys.results.telling import beside, more, percent, response, sentence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"short": 10, "long": 36}
Cell = str | int


def rows_workbook(record: SurveyRecord, *, phones_shown: bool = False) -> bytes:
    """The .xlsx; without `phones_shown` telephone numbers are masked wherever they stand."""
    book, names = Workbook(), words()["workbook"]
    book.remove(book.active)
    _sheet(book, names["rows"], _rows(record, phones_shown))
    _sheet(book, names["counts"], _counts(record))
    told = (sentence(record), *beside(record), response(record), *more(record))
    _sheet(book, names["told"], [(names["told"],), *((line,) for line in told)])
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _rows(record: SurveyRecord, phones_shown: bool) -> Iterable[Sequence[Cell]]:
    yield (*words()["workbook"]["columns"], *(each.label for each in record.questions))
    names = {row.key: row.name for row in record.rows}
    for row in record.in_ticket_order:
        grades = (row.answers.parts.get(each.id) for each in record.questions)
        cells = (*_firm(row, names), *(grade.word if grade else "" for grade in grades))
        yield cells if phones_shown else _masked(cells, row)


def _firm(row: Row, names: dict[str, str]) -> tuple[Cell, ...]:
    person, said = row.respondent, row.answers
    return (
        row.order,
        row.name,
        row.key,
        row.drawn_as.word,
        row.disposition.word,
        row.attempts,
        "、".join(mode.word for mode in row.modes),
        row.reason.word if row.reason else "",
        names.get(row.replaced_by, ""),
        person.name,
        person.position,
        person.phone,
        said.services,
        said.overall.word if said.overall else "",
        said.overall_words,
        said.effects,
        said.suggestions,
        "是" if said.changed_after_confirmation else "",
    )


def _masked(cells: Sequence[Cell], row: Row) -> tuple[Cell, ...]:
    """Keys hold credit codes and phones that are masked already, so they stay as they are."""
    return tuple(_masked_cell(cell, row) for cell in cells)


def _masked_cell(cell: Cell, row: Row) -> Cell:
    if isinstance(cell, int) or cell == row.key:
        return cell
    return mask_phone(cell) if cell == row.respondent.phone else without_numbers(cell)


def _counts(record: SurveyRecord) -> Iterable[Sequence[Cell]]:
    yield (
        *words()["workbook"]["count_columns"][:1],
        *(grade.word for grade in Grade),
        *words()["workbook"]["count_columns"][1:],
    )
    for tally in tallies(record):
        yield _count(tally)


def _count(tally: Tally) -> tuple[Cell, ...]:
    grades = (tally.counts.get(grade, 0) for grade in Grade)
    rate = percent(tally.rate) if tally.rate is not None else ""
    between = tally.interval
    shown = f"{between.least}–{between.most}" if between else ""
    return (tally.label, *grades, tally.unanswered, tally.graded, tally.satisfied, rate, shown)


def _sheet(book: Any, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    sheet = book.create_sheet(title)
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(number, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    _widen(sheet)


def _put(cell: Any, value: Cell) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    text = printable(value) if isinstance(value, str) else ""
    if isinstance(value, int):
        cell.value = value
    elif text:
        cell.value = text
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = text.startswith(FORMULA)


def _widen(sheet: Any) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        width = min(WIDTHS["long"], max(WIDTHS["short"], 2 * longest + 2))
        sheet.column_dimensions[get_column_letter(number)].width = width


def timeless(package: bytes) -> bytes:
    """The same workbook without the time at which it was written."""
    files = unpacked(package)
    core = files["docProps/core.xml"].decode()
    core = re.sub(r"(<dcterms:\w+[^>]*>)[^<]*", r"\g<1>2000-01-01T00:00:00Z", core)
    return packed({**files, "docProps/core.xml": core.encode()})
