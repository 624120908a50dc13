"""The .xlsx file as a ZIP package: refused before unpacking if it is no table or too large."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from surveys.frames import limits
from surveys.frames.errors import FrameTooLarge, UnreadableFrame
from surveys.frames.tables import SAVE_AS

WORKBOOK = "xl/workbook.xml"
WORKBOOK_KINDS = "[Content_Types].xml"
_KINDS_BYTES = 2**18  # far more than a real one has
_PROGRAMS = ("vbaproject.bin", "vbadata.xml")

_FOREIGN = (
    ("xl/workbook.bin", "这是 .xlsb 表格"),
    ("word/document.xml", "这是 Word 文件，不是表格"),
    ("ppt/presentation.xml", "这是 PowerPoint 文件，不是表格"),
    ("content.xml", "这是 .ods 表格"),
    ("Index/Document.iwa", "这是 Numbers 表格"),
)
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
    """The package, after its directory has been checked; macros in it are never read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package)
            yield package
    except _DAMAGED:
        raise UnreadableFrame("表格文件已损坏，请在 Excel 或 WPS 中重新另存后再上传。") from None


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {each.filename for each in parts}
    # A reader stops at the size that the directory declares, so the sum bounds the work.
    if len(parts) > limits.PARTS or sum(each.file_size for each in parts) > limits.UNPACKED_BYTES:
        raise FrameTooLarge("表格解开后过大，请新建一个表格，只粘贴企业名单后再上传。")
    if any(each.flag_bits & 1 for each in parts):
        raise UnreadableFrame("压缩包设了密码，请去掉密码并另存为 .xlsx 后再上传。")
    if WORKBOOK not in names:
        what = next((say for part, say in _FOREIGN if part in names), "这是压缩包，不是表格")
        raise UnreadableFrame(f"{what}，{SAVE_AS}")


def holds_macros(data: bytes) -> bool:
    """Whether a workbook brings a program with it, whatever its file is called."""
    if not data.startswith(b"PK"):
        return False
    with opened(data) as package:
        names = [each.lower() for each in package.namelist()]
        if any(each.endswith(_PROGRAMS) or "/macrosheets/" in each for each in names):
            return True
        if WORKBOOK_KINDS not in package.namelist():
            return False
        with package.open(WORKBOOK_KINDS) as stream:
            return b"macroEnabled" in stream.read(_KINDS_BYTES)
