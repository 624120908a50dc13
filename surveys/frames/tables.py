"""What a file is read into: sheets of rows of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One row; `number` counts from 1 as a spreadsheet does."""

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One visible sheet; a .csv is a single sheet without a title."""

    title: str
    rows: tuple[Row, ...]


SAVE_AS = "请在 Excel 或 WPS 中另存为 .xlsx 或 .csv 后再上传。"
