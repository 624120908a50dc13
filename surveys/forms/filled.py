"""A filled form from the bytes of a file: .docx or .xlsx, told by content and not by name."""

from __future__ import annotations

from openpyxl.utils import get_column_letter

from knowledge.rules.forms import Cell, Form, Table
from surveys.forms.errors import FormTooLarge, UnreadableForm
from surveys.forms.package import AGAIN, WORKBOOK, opened, word_part
from surveys.forms.word import CELLS, read_word
from surveys.frames.tables import Row, Sheet
from surveys.frames.workbook import read_workbook


def read_filled(data: bytes) -> Form:
    """The cells of a form; macros, links and formulas are never followed."""
    with opened(data) as package:
        part = word_part(package)
        if part:
            return read_word(package, part)
        if WORKBOOK not in package.namelist():
            raise UnreadableForm(f"这是压缩包，不是 Word 或 Excel 文件，{AGAIN}")
    return Form(tuple(_table(sheet) for sheet in read_workbook(data)))


def _table(sheet: Sheet) -> Table:
    """Every row as wide as the widest, so that an empty cell at the end is one too."""
    width = max((len(row.values) for row in sheet.rows), default=0)
    if width * len(sheet.rows) > CELLS:
        raise FormTooLarge("表格的单元格过多，请只留申请表后再试。")
    return tuple(_row(sheet, row, width) for row in sheet.rows)


def _row(sheet: Sheet, row: Row, width: int) -> tuple[Cell, ...]:
    values = (*row.values, *("",) * (width - len(row.values)))
    return tuple(
        Cell(value, f"“{sheet.title}”表{get_column_letter(column)}{row.number}")
        for column, value in enumerate(values, start=1)
    )
