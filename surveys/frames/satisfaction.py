"""What the platform itself wrote of each firm's satisfaction (附件2 section 八): a tick or a score.

It stands beside the interviews for comparison and never enters the draw or the frame's hash.
"""

from __future__ import annotations

from surveys.frames.columns import field_of, is_nothing
from surveys.frames.header import Table, find_table, is_heading_row
from surveys.frames.model import Firm, Frame
from surveys.frames.names import clean_text, normalise_name
from surveys.frames.reader import read_sheets
from surveys.frames.rows import read_row
from surveys.frames.tables import Row, Sheet

FIELD = "satisfaction"
SATISFIED, DISSATISFIED = "满意", "不满意"
_DENIED = ("×", "✗", "x", "否", "0")


def own_satisfaction(file: bytes, frame: Frame) -> dict[str, str]:
    """By the key of the firm: 满意, 不满意, or the score or words as they stand."""
    sheets = read_sheets(file)
    table = find_table(sheets)
    columns = _columns(next(each for each in sheets if each.title == table.sheet), table)
    keys = {normalise_name(firm.name): firm.key for firm in frame.firms}
    found: dict[str, str] = {}
    for row in table.rows:
        firm = None if is_heading_row(row) else read_row(row, table.columns)
        if isinstance(firm, Firm) and (said := _said(row, columns)):
            key = keys.get(normalise_name(firm.name))
            if key:
                found.setdefault(key, said)
    return found


def _columns(sheet: Sheet, table: Table) -> dict[int, str]:
    """Columns of satisfaction with their headings; a second heading line is the closer one."""
    columns: dict[int, str] = {}
    for row in sheet.rows:
        second = row.number > table.header_row and is_heading_row(row)
        if row.number == table.header_row or second:
            for column, value in enumerate(row.values):
                if value.strip() and field_of(value) == FIELD:
                    columns[column] = clean_text(value)
    return columns


def _said(row: Row, columns: dict[int, str]) -> str:
    for column, heading in columns.items():
        value = clean_text(row.values[column]) if column < len(row.values) else ""
        if is_nothing(value) or (heading in (SATISFIED, DISSATISFIED) and value in _DENIED):
            continue
        ticked = heading in (SATISFIED, DISSATISFIED) and not any(map(str.isdigit, value))
        return heading if ticked else value
    return ""
