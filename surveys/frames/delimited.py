"""Tables in plain text: UTF-8 with or without BOM, UTF-16 with BOM, GBK; comma, tab, semicolon."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from surveys.frames import limits
from surveys.frames.columns import LONGEST_HEADING, field_of
from surveys.frames.errors import FrameTooLarge, UnreadableFrame
from surveys.frames.tables import SAVE_AS, Row, Sheet

_DELIMITERS = ",\t;，"
# Excel's way to keep digits as text in a .csv: ="013800000000" or a leading apostrophe.
_KEPT_AS_TEXT = re.compile(r'="(.*)"|\'(.*)', re.DOTALL)
_MARKUP = re.compile(r"\s*<(!doctype|html|table|\?xml|meta|head)", re.IGNORECASE)


def read_delimited(data: bytes) -> tuple[Sheet, ...]:
    """The one table of a text file."""
    text = _decode(data)
    if _MARKUP.match(text):
        raise UnreadableFrame(f"这是网页或 XML 文件，只是改了扩展名，{SAVE_AS}")
    if not text.strip():
        raise UnreadableFrame("文件里没有内容，请重新导出名单后再上传。")
    return (Sheet("", tuple(_rows(text))),)


def _decode(data: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, (encoding,))
    return _decoded(data, ("utf-8", "gb18030"))


def _decoded(data: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableFrame(f"文件既不是 .xlsx，也不是 UTF-8 或 GBK 编码的文本，{SAVE_AS}")


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, start=1):
            if number > limits.ROWS:
                raise FrameTooLarge(f"表格超过{limits.ROWS}行，请只保留企业名单后再上传。")
            yield Row(number, tuple(map(_plain, values[: limits.COLUMNS])))
    except csv.Error:
        raise UnreadableFrame(
            f"第{number + 1}行的引号不成对或内容过长，请改正这一行，或另存为 .xlsx 后再上传。"
        ) from None


def _delimiter(text: str) -> str:
    """The sign that parts some early line into the most headings; a comma if none does."""
    lines = text[:20_000].splitlines()[:50]
    return max(_DELIMITERS, key=lambda sign: max(_headings(each, sign) for each in lines))


def _headings(line: str, sign: str) -> int:
    cells = [each.strip('" ') for each in line.split(sign)]
    return len({field_of(each) for each in cells if len(each) <= LONGEST_HEADING} - {None})


def _plain(value: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(value)
    return (kept[1] or kept[2] or "") if kept else value
