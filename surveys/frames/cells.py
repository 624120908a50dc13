"""The cells of one worksheet as text, and the ranges that are merged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from surveys.frames import limits
from surveys.frames.errors import FrameTooLarge
from surveys.frames.markup import Attributes

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
NO_RESULT = "#公式无结果"  # a formula that was never computed


@dataclass
class SharedStrings:
    """Handler of xl/sharedStrings.xml."""

    texts: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _in_text: bool = False
    _in_phonetic: bool = False

    def start(self, tag: str, attributes: Attributes) -> None:
        self._in_text = tag == "t" and not self._in_phonetic
        self._in_phonetic = self._in_phonetic or tag == "rPh"

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag == "rPh":
            self._in_phonetic = False
        elif tag == "si":
            self.texts.append(unescape("".join(self._parts)))
            self._parts.clear()
            _limit(len(self.texts), limits.CELLS)

    def text(self, data: str) -> None:
        if self._in_text:
            self._parts.append(data)


@dataclass
class Worksheet:
    """Handler of one worksheet; `rows` maps row number → column → text."""

    shared: Sequence[str]
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # column, first, last row
    _row: int = 0
    _column: int = -1
    _kind: str = "n"
    _parts: list[str] = field(default_factory=list)
    _inside: str = ""
    _has_formula: bool = False
    _count: int = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        self._inside = tag
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "f":
            self._has_formula = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = position(reference)[0] if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        self._parts.clear()
        self._has_formula = False
        self._count += 1
        _limit(self._count, limits.CELLS)

    def end(self, tag: str) -> None:
        self._inside = ""
        if tag == "c" and self._column < limits.COLUMNS:
            value = self._value()
            if value.strip():
                self.rows.setdefault(self._row, {})[self._column] = value
                _limit(len(self.rows), limits.ROWS)

    def text(self, data: str) -> None:
        if self._inside in ("v", "t"):
            self._parts.append(data)

    def _value(self) -> str:
        raw = "".join(self._parts)
        if not raw and self._has_formula:
            return NO_RESULT
        if self._kind == "s":
            return self.shared[int(raw)] if raw.strip() else ""
        return number_text(raw) if self._kind == "n" else unescape(raw)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (column, top), (_, bottom) = position(first), position(last or first)
        if bottom > top:
            self.merged.append((column, top, bottom))
            _limit(len(self.merged), limits.ROWS)


def position(reference: str) -> tuple[int, int]:
    """Column (from 0) and row (from 1) of a reference such as B12."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2])


def number_text(raw: str) -> str:
    """A stored number as people typed it: 1.38E10 is 13800000000."""
    try:
        number = Decimal(raw.strip())
    except InvalidOperation:
        return raw
    if number.is_finite() and -20 < number.adjusted() <= 20 and number == number.to_integral():
        return format(number.to_integral(), "f")
    return raw.strip()


def unescape(text: str) -> str:
    """_x000D_ and the like as the characters they stand for."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _limit(count: int, most: int) -> None:
    if count > most:
        raise FrameTooLarge("表格的行或单元格过多，请新建一个表格，只粘贴企业名单后再上传。")
