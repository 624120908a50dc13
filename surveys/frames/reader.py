"""From the bytes of a file to its sheets: the kind is told by content, not by name."""

from __future__ import annotations

from surveys.frames import limits
from surveys.frames.delimited import read_delimited
from surveys.frames.errors import FrameTooLarge, UnreadableFrame
from surveys.frames.tables import SAVE_AS, Sheet
from surveys.frames.workbook import read_workbook

# How files begin that are often taken for a table.
_FOREIGN = (
    (b"%PDF", "这是 PDF 文件"),
    (b"{\\rtf", "这是 RTF 文件"),
    (b"\x1f\x8b", "这是 gzip 压缩包"),
    (b"Rar!", "这是 RAR 压缩包"),
    (b"7z\xbc\xaf", "这是 7z 压缩包"),
    (b"\x89PNG", "这是图片"),
    (b"\xff\xd8\xff", "这是图片"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_sheets(data: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of an .xlsx, or the one table of a .csv."""
    if not data:
        raise UnreadableFrame("文件是空的，请重新导出名单后再上传。")
    if len(data) > limits.FILE_BYTES:
        raise FrameTooLarge(
            f"文件超过{limits.FILE_BYTES // 2**20}MB，请只保留企业名单，删去图片和其他表后再上传。"
        )
    if data.startswith(_OLE):
        raise UnreadableFrame(_about_ole(data))
    for beginning, what in _FOREIGN:
        if data.startswith(beginning):
            raise UnreadableFrame(f"{what}，不是表格，{SAVE_AS}")
    if data.startswith(b"PK"):
        return read_workbook(data)
    return read_delimited(data)


def _about_ole(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "这个表格设了打开密码，请在 Excel 或 WPS 中去掉密码并另存后再上传。"
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return f"这是旧版 .xls 表格，{SAVE_AS}"
    return f"这不是表格文件，{SAVE_AS}"
