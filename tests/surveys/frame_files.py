"""Lists of invented firms, and the files that hold them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

from surveys.credit_codes import check_character
from surveys.frames import Firm, FrameCheck, check_frame

HEADER = ("序号", "企业名称", "统一社会信用代码", "联系人", "联系电话", "服务内容")
Cells = Sequence[object]


def credit_code(number: int) -> str:
    first_17 = f"91330100MA{number:07d}"
    return first_17 + check_character(first_17)


def firm(number: int, **changed: str) -> Firm:
    """The invented firm of that number; every second one has a credit code."""
    values = {
        "name": f"样例{number}号科技有限公司",
        "credit_code": credit_code(number) if number % 2 else "",
        "phone": f"1390000{number:04d}",
        "contact": "甲某",
        "service": ("培训", "融资", "法律")[number % 3],
    }
    return Firm(**{**values, **changed})


def row_of(number: int, each: Firm) -> tuple[str, ...]:
    return (str(number), each.name, each.credit_code, each.contact, each.phone, each.service)


def rows_of(firms: Iterable[Firm]) -> list[tuple[str, ...]]:
    return [HEADER, *(row_of(number, each) for number, each in enumerate(firms, start=1))]


def csv_bytes(rows: Iterable[Cells], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(*sheets: Iterable[Cells], merge: Sequence[str] = ()) -> bytes:
    """A workbook of these sheets; ranges are merged in the first."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
    for reference in merge:
        book.worksheets[0].merge_cells(reference)
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(data: bytes, **changed: bytes) -> bytes:
    """The package with parts added or replaced; a part is named by its path."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, content in changed.items():
            new.writestr(name, content)
    return stream.getvalue()


def checked(firms: Iterable[Firm]) -> FrameCheck:
    return check_frame(csv_bytes(rows_of(firms)))
