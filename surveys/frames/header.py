"""Finding the header among titles, notes and merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.frames.columns import LONGEST_HEADING, field_of
from surveys.frames.errors import HeaderAmbiguous, HeaderNotFound
from surveys.frames.tables import Row, Sheet

Columns = Mapping[str, tuple[int, ...]]
_BESIDE_NAME = {"credit_code", "phone", "contact", "service"}


@dataclass(frozen=True)
class Table:
    """The list itself: the header, and every row below it."""

    sheet: str
    header_row: int
    columns: Columns
    rows: tuple[Row, ...]


def find_table(sheets: Sequence[Sheet]) -> Table:
    """The one list of the file; several are refused rather than guessed at."""
    tables = [table for sheet in sheets if (table := _table(sheet, names_alone=False))]
    if not tables:
        tables = [table for sheet in sheets if (table := _table(sheet, names_alone=True))]
    if not tables:
        raise HeaderNotFound(
            "没有找到表头，请保证有一行写明“企业名称”“联系电话”等列名（见附件2第八栏）后再上传。"
        )
    if len(tables) > 1:
        titles = "、".join(f"“{each.sheet}”" for each in tables)
        raise HeaderAmbiguous(f"有{len(tables)}张工作表都像企业名单（{titles}），请只保留一张。")
    return tables[0]


def _table(sheet: Sheet, names_alone: bool) -> Table | None:
    headers = [(row, columns) for row in sheet.rows if (columns := _columns(row, names_alone))]
    if not headers:
        return None
    first, columns = headers[0]
    for row, others in headers[1:]:
        if dict(others) != dict(columns):
            raise HeaderAmbiguous(
                f"第{first.number}行和第{row.number}行都像表头，请只保留企业名单的那一个表头。"
            )
    if len(columns["name"]) > 1:
        named = "、".join(f"“{first.values[column].strip()}”" for column in columns["name"])
        raise HeaderAmbiguous(f"有{len(columns['name'])}列都像企业名称（{named}），请只保留一列。")
    below = tuple(row for row in sheet.rows if row.number > first.number)
    return Table(sheet.title, first.number, columns, below)


def _columns(row: Row, names_alone: bool) -> Columns | None:
    """Field → columns if the row is a header; satisfaction may have several columns."""
    columns: dict[str, tuple[int, ...]] = {}
    for column, value in enumerate(row.values):
        field = field_of(value) if value and len(value) <= LONGEST_HEADING else None
        if field and field not in ("satisfaction", "number"):
            columns[field] = (*columns.get(field, ()), column)
    others = columns.keys() & _BESIDE_NAME
    return columns if "name" in columns and (names_alone or others) else None


def is_heading_row(row: Row) -> bool:
    """Whether every value of the row is a heading: a repeated or a second line of the header."""
    values = [value for value in row.values if value.strip()]
    return bool(values) and all(field_of(value) for value in values)
