"""A filled form from the bytes of a file: .docx or .xlsx, told by content and not by name."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from knowledge.rules.forms import Cell, Form
from surveys.forms.errors import UnreadableForm
from surveys.forms.package import AGAIN, WORKBOOK, opened, word_part
from surveys.forms.word import read_word
from surveys.frames.tables import Sheet
from surveys.frames.workbook import read_workbook


def read_filled(data: bytes) -> Form:
    """The cells of a form; macros, links and formulas are never followed."""
    with opened(data) as package:
        part = word_part(package)
        if part:
            return read_word(package, part)
        if WORKBOOK not in package.namelist():
            raise UnreadableForm(f"这是压缩包，不是 Word 或 Excel 文件，{AGAIN}")
    sheets = read_workbook(data)
    return Form(tuple(tuple(_row(sheet, line) for line in _lines(sheet)) for sheet in sheets))


def _lines(sheet: Sheet) -> range:
    return range(len(sheet.rows))


def _row(sheet: Sheet, line: int) -> tuple[Cell, ...]:
    """As wide as the widest row, so that an empty cell at the end is one too."""
    row, width = sheet.rows[line], max(len(each.values) for each in sheet.rows)
    values = (*row.values, *("",) * (width - len(row.values)))
    return tuple(
        Cell(value, f"“{sheet.title}”表{get_column_letter(column)}{row.number}")
        for column, value in enumerate(values, start=1)
    )
