"""A form read back as a person reads it: every text, table by table."""

from __future__ import annotations

import io

import docx


def read(data: bytes):
    return docx.Document(io.BytesIO(data))


def tables(data: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows] for table in read(data).tables
    ]


def text(data: bytes) -> str:
    document = read(data)
    section = document.sections[0]
    parts = [*section.header.paragraphs, *document.paragraphs, *section.footer.paragraphs]
    cells = [cell for table in tables(data) for row in table for cell in row]
    return "\n".join([*(each.text for each in parts), *cells])


def firms(data: bytes) -> list[list[str]]:
    """The rows below the heading with the firms' columns."""
    for table in tables(data):
        for number, row in enumerate(table):
            if "抽样企业名称" in row and len(table) > number + 2:
                return [each for each in table[number + 1 :] if len(set(each)) > 1]
    return []
