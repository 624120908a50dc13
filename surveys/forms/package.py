"""A filled form as a zip package: refused before unpacking if it may do harm."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from surveys.forms.errors import FormTooLarge, UnreadableForm
from surveys.frames import limits

WORD, WORKBOOK = re.compile(r"word/document\d*\.xml"), "xl/workbook.xml"
TYPES = "[Content_Types].xml"
AGAIN = "请在 Word、Excel 或 WPS 中另存为 .docx 或 .xlsx 后再试。"
_BEGINNINGS = (
    (b"%PDF", "这是 PDF 文件"),
    (b"{\\rtf", "这是 RTF 文件"),
    (b"\x89PNG", "这是图片"),
    (b"\xff\xd8\xff", "这是图片"),
    (b"\xd0\xcf\x11\xe0", "这是旧版 .doc、.xls 文件，或者设了打开密码"),
)
_MACROS = re.compile(r"vba(?:project|data)|macrosheets/|dialogsheets/", re.IGNORECASE)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    ValueError,
    OSError,
)


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The package, after its directory has been checked."""
    _whole(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
            yield package
    except _DAMAGED:
        raise UnreadableForm(f"表格文件已损坏，{AGAIN}") from None


def _whole(data: bytes) -> None:
    if not data:
        raise UnreadableForm("文件是空的，请重新保存后再试。")
    if len(data) > limits.FILE_BYTES:
        size = limits.FILE_BYTES // 2**20
        raise FormTooLarge(f"文件超过{size}MB，请删去图片和附件，只留申请表后再试。")
    if not data.startswith(b"PK"):
        what = next((say for sign, say in _BEGINNINGS if data.startswith(sign)), "")
        raise UnreadableForm(f"{what or '这不是 .docx 或 .xlsx 文件'}，{AGAIN}")


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    # A reader stops at the size that the directory declares, so the sum bounds the work.
    if len(parts) > limits.PARTS or sum(each.file_size for each in parts) > limits.UNPACKED_BYTES:
        raise FormTooLarge("文件解开后过大，请删去图片和附件，只留申请表后再试。")
    if any(each.flag_bits & 1 for each in parts):
        raise UnreadableForm(f"压缩包设了密码，请去掉密码，{AGAIN}")
    names = package.namelist()
    types = package.read(TYPES) if TYPES in names else b""
    if any(_MACROS.search(name) for name in names) or b"macroenabled" in types.lower():
        raise UnreadableForm(f"文件里有宏，不能读，{AGAIN}")


def word_part(package: zipfile.ZipFile) -> str | None:
    return next((name for name in package.namelist() if WORD.fullmatch(name)), None)
