"""Reading a .docx: its paragraphs and its tables with merged cells, as they are seen."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.rules.forms import Cell, Form, Table
from surveys.forms.errors import FormTooLarge, UnreadableForm
from surveys.forms.symbols import readable, sign
from surveys.frames.errors import UnreadableFrame
from surveys.frames.markup import Attributes, feed

CELLS, WIDEST, DEEPEST, CHARACTERS = 100_000, 64, 8, 2_000_000
UNSEEN = {"moveFrom", "Fallback", "instrText"}  # what was moved away, a second version, a code


def read_word(package: zipfile.ZipFile, part: str) -> Form:
    """What stands in the main part; nothing else is opened, no link is followed."""
    handler = _Document()
    try:
        with package.open(part) as stream:
            feed(stream, handler)
    except UnreadableFrame:
        raise UnreadableForm(
            "文件内部格式有误或含有不允许的内容（实体声明），请在 Word 或 WPS 中重新另存后再试。"
        ) from None
    tables = tuple(_laid_out(each, number) for number, each in enumerate(handler.tables, start=1))
    loose = enumerate(handler.loose, start=1)
    return Form(tables, tuple(Cell(text, f"第{number}段") for number, text in loose if text))


@dataclass
class _Cell:
    lines: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False


@dataclass
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    before: int = 0


@dataclass
class _Document:
    """Handler of word/document.xml."""

    loose: list[str] = field(default_factory=list)
    tables: list[list[_Row]] = field(default_factory=list)
    _open: list[list[_Row]] = field(default_factory=list)
    _controls: list[bool] = field(default_factory=list)  # whether each only shows what to type
    _unseen: int = 0
    _in_text: bool = False
    _box: bool | None = None
    _count: int = 0
    _length: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag in UNSEEN or (tag == "sdtContent" and self._controls and self._controls[-1]):
            self._unseen += 1
        self._in_text = tag == "t"
        if tag == "tbl":
            self._table()
        elif tag in ("tr", "tc", "gridSpan", "vMerge", "gridBefore"):
            self._in_table(tag, _values(attributes))
        elif tag == "p":
            self._lines().append("")
        elif tag in ("tab", "br", "cr"):
            self._write("\n" if tag != "tab" else " ")
        else:
            self._control(tag, _values(attributes))

    def _table(self) -> None:
        if len(self._open) >= DEEPEST:
            raise FormTooLarge("表格里套的表格过多，请改成普通表格后再试。")
        rows: list[_Row] = []
        self._open.append(rows)
        self.tables.append(rows)

    def _in_table(self, tag: str, values: Mapping[str, str]) -> None:
        if not self._open:
            return
        rows = self._open[-1]
        if tag == "tr":
            rows.append(_Row())
        elif tag == "tc" and rows:
            rows[-1].cells.append(_Cell())
            self._count += 1
            if self._count > CELLS:
                raise FormTooLarge("表格的单元格过多，请只留申请表后再试。")
        elif tag == "gridBefore" and rows:
            rows[-1].before = _number(values)
        elif rows and rows[-1].cells:
            cell = rows[-1].cells[-1]
            if tag == "gridSpan":
                cell.span = _number(values)
            else:
                cell.continues = values.get("val", "continue") == "continue"

    def _control(self, tag: str, values: Mapping[str, str]) -> None:
        """Signs, boxes of old forms, and fields that only show what to type."""
        if tag == "sym":
            self._write(sign(values.get("font", ""), values.get("char", "")))
        elif tag == "sdt":
            self._controls.append(False)
        elif tag == "showingPlcHdr" and self._controls:
            self._controls[-1] = values.get("val", "1") not in ("0", "false")
        elif tag == "checkBox":
            self._box = False
        elif tag in ("default", "checked") and self._box is not None:
            self._box = values.get("val", "1") not in ("0", "false")

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag in UNSEEN or (tag == "sdtContent" and self._controls and self._controls[-1]):
            self._unseen -= 1
        if tag == "tbl":
            self._open.pop()
        elif tag == "sdt" and self._controls:
            self._controls.pop()
        elif tag == "checkBox":
            self._write("☑" if self._box else "□")
            self._box = None

    def text(self, data: str) -> None:
        if self._in_text:
            self._write(readable(data))

    def _write(self, text: str) -> None:
        lines = self._lines()
        self._length += len(text)
        if self._length > CHARACTERS:
            raise FormTooLarge("文件里的文字过多，请只留申请表后再试。")
        if self._unseen == 0:
            if not lines:
                lines.append("")
            lines[-1] += text

    def _lines(self) -> list[str]:
        """The lines of the innermost open cell, else those outside tables."""
        if not self._open:
            return self.loose
        rows = self._open[-1]
        return rows[-1].cells[-1].lines if rows and rows[-1].cells else []


def _values(attributes: Attributes) -> Mapping[str, str]:
    return {name.rpartition(":")[2]: value for name, value in attributes.items()}


def _number(values: Mapping[str, str]) -> int:
    text = values.get("val", "")
    return min(int(text), WIDEST) if text.isascii() and text.isdigit() else 1


def _laid_out(rows: list[_Row], number: int) -> Table:
    """Each merged cell in every place that it covers."""
    grid: list[tuple[Cell, ...]] = []
    for line, row in enumerate(rows, start=1):
        made: list[Cell] = [Cell("")] * row.before
        for column, cell in enumerate(row.cells, start=1):
            at = len(made)
            above = grid[-1][at : at + 1] if cell.continues and grid else ()
            text = "\n".join(cell.lines).strip()
            place = f"第{number}个表格第{line}行第{column}格"
            made += [above[0] if above else Cell(text, place)] * max(cell.span, 1)
        if made:
            grid.append(tuple(made[: WIDEST * 2]))
    return tuple(grid)
