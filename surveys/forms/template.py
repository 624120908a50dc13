"""Our own template as a spreadsheet: one row a fact, the years on a sheet of their own."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.rules.eligibility import keys
from surveys.record.rows_xlsx import timeless

WORDS = Path(__file__).with_name("template.yaml")
WIDTHS = (6, 44, 24, 18, 24, 30, 30)
VALUE, KEY = 6, 7  # columns
TEXT = "@"
THIN = Side(style="thin", color="999999")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TO_FILL = PatternFill("solid", fgColor="FFF8DC")
HEADING = PatternFill("solid", fgColor="E8E8E8")
WRAPPED = Alignment(wrap_text=True, vertical="center")
GREY = Font(color="888888", size=9)


@cache
def template_words() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return content


def template() -> bytes:
    """The .xlsx that an applicant fills in."""
    book, words = Workbook(), template_words()
    book.remove(book.active)
    _facts(book.create_sheet(words["sheets"]["facts"]))
    _years(book.create_sheet(words["sheets"]["years"]))
    _help(book.create_sheet(words["sheets"]["help"]))
    for sheet in book:
        _printed(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def _facts(sheet: Any) -> None:
    words = template_words()
    _heading(sheet, words["columns"], WIDTHS)
    for number, (key, (label, unit, place, example)) in enumerate(words["facts"].items(), start=1):
        row = number + 1
        cells = (number, label, unit, place or words["not_asked"], example, None, key)
        for column, value in enumerate(cells, start=1):
            _put(sheet.cell(row, column), value)
        _to_fill(sheet.cell(row, VALUE), key)
        sheet.cell(row, KEY).font = GREY
    for kind, validation in _validations().items():
        sheet.add_data_validation(validation)
        for row, key in enumerate(words["facts"], start=2):
            if _kind(key) == kind:
                validation.add(sheet.cell(row, VALUE))


def _kind(key: str) -> str:
    """How a value is written: flag, count, money or, for all others, text."""
    return next((kind for kind in ("flag", "count", "money") if key in keys.of_kind(kind)), "text")


def _validations() -> dict[str, DataValidation]:
    """Yes and no from a list; numbers are only warned about, since 不到20 is an answer too."""
    choices = ",".join(template_words()["yes_no"])
    made = {
        "flag": DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True),
        "count": DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0"),
        "money": DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0"),
    }
    for kind, validation in made.items():
        validation.allow_blank = True
        validation.showErrorMessage = True
        validation.errorStyle = "stop" if kind == "flag" else "warning"
        validation.errorTitle = "请核对"
        validation.error = "请选“是”或“否”，不清楚的留空。" if kind == "flag" else "一般填数字。"
    return made


def _to_fill(cell: Any, key: str) -> None:
    """Text stays as it is typed: Excel would make 96% and 2023年9月 numbers."""
    cell.fill = TO_FILL
    if _kind(key) == "text":
        cell.number_format = TEXT


def _years(sheet: Any) -> None:
    words = template_words()
    columns: Mapping[str, Any] = words["year_columns"]
    _heading(sheet, [label for label, _ in columns.values()], (10, *(20,) * (len(columns) - 1)))
    for row in range(2, words["year_rows"] + 2):
        for column in range(1, len(columns) + 1):
            cell = sheet.cell(row, column)
            _put(cell, None)
            cell.fill = TO_FILL
    validation = _validations()["money"]
    sheet.add_data_validation(validation)
    validation.add(f"A2:{get_column_letter(len(columns))}{words['year_rows'] + 1}")


def _help(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 90
    for row, line in enumerate(template_words()["help"], start=1):
        sheet.cell(row, 1, line).alignment = WRAPPED


def _heading(sheet: Any, labels: list[str], widths: tuple[int, ...]) -> None:
    for column, (label, width) in enumerate(zip(labels, widths, strict=True), start=1):
        cell = sheet.cell(1, column)
        _put(cell, label)
        cell.font, cell.fill = Font(bold=True), HEADING
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def _put(cell: Any, value: object) -> None:
    cell.value, cell.border, cell.alignment = value, FRAME, WRAPPED


def _printed(sheet: Any) -> None:
    """A4 across, as wide as the page."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
