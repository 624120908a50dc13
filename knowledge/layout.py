"""Readable layout: what Word left of paragraphs, tables and blanks, made fit for a chat.

Two spellings of a table occur. Saved as plain text, each cell is a line that begins with
a tab and an empty line ends the row; read from Word or Markdown, a row is one line with
tabs between its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

BLANK = "____"
_UNIT = "[年月日省市台人％%]|万元|平方米|[（(]|）"
_RULES = (
    (re.compile(r"\s*_[_\s]*"), BLANK),
    (re.compile(rf"^\s{{2,}}(?=年|月|日)|^\s{{9,}}(?=[（(])|(?<=\S)\s{{3,}}(?={_UNIT})"), BLANK),
    (re.compile(r"(?<=（)\s+(?=）)"), BLANK),
    (re.compile(r"(?<=：)\s{3,}$"), BLANK),
    (re.compile(r"(?<=[（(])\s+|\s+(?=[）)])"), ""),
    (re.compile(r"(?<=[，：])\s+(?=\S)"), ""),
    (re.compile(r"\s+"), " "),
)
_LETTER_SPACED = re.compile(r"\S(?: \S){2,}")
_DATE = re.compile(r"(____年) \| (____月) \| (____日)")
_BOX = re.compile(r"\s*□\s*")


def tidy(cell: str) -> str:
    """One cell or line: blanks to fill in are ____, lost boxes □, other space is single."""
    for pattern, replacement in _RULES:
        cell = pattern.sub(replacement, cell)
    cell = cell.strip()
    if _LETTER_SPACED.fullmatch(cell):
        cell = cell.replace(" ", "")
    if cell.count("(") > 1 and ")" not in cell:
        cell = cell.replace("(", "□")
    return _BOX.sub(" □", cell).strip()


def readable(lines: Sequence[str]) -> str:
    """A form or an annex: one line for each paragraph or table row, none for empty ones."""
    rows = (" | ".join(filter(None, map(tidy, row))) for row in _rows(lines))
    return "\n".join(_DATE.sub(r"\1\2\3", row) for row in rows if row)


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Cells of each row; a line without a tab goes on with the cell above it."""
    row: list[str] = []
    in_table, gap = False, 0
    for line in lines:
        if not line.strip() and "\t" not in line:
            gap += 1
            continue
        if "\t" in line.strip():
            yield row
            yield line.split("\t")
            row, in_table = [], False
        elif in_table and line.startswith("\t") and not gap:
            row.append(line)
        elif in_table and "\t" not in line and gap < 2:
            row[-1] += line
        else:
            yield row
            row, in_table = [line], "\t" in line
        gap = 0
    yield row
