"""Reads the text of a regulation from .txt, .md or .docx."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from knowledge.errors import UnreadableFile

ENCODINGS = ("utf-8-sig", "gb18030")
_MARKS = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+(?=第|（))|\*\*|__|`")


def read_text(path: Path) -> str:
    """The text of a file, paragraphs as lines, table cells between tabs; raises UnreadableFile."""
    readers = {".txt": _plain, ".md": _markdown, ".docx": _word}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadableFile(f"“{path.name}”不是 .txt、.md 或 .docx 文件，请另存为其中一种。")
    if not path.is_file():
        raise UnreadableFile(f"找不到文件“{path}”。")
    text = reader(path)
    if not text.strip():
        raise UnreadableFile(f"“{path.name}”里没有文字。")
    return text


def _plain(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(f"“{path.name}”不是文本文件，或编码不是 UTF-8、GBK，请另存为 UTF-8。")


def _markdown(path: Path) -> str:
    return "\n".join(_MARKS.sub("", line) for line in _plain(path).splitlines())


def _word(path: Path) -> str:
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(
            f"“{path.name}”打不开：文件损坏、加了密码，或不是 Word 文档。"
        ) from error
    return "\n".join(_blocks(document))


def _blocks(document: docx.document.Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield ""
                yield from ("\t" + cell.text.strip() for cell in row.cells)
            yield ""
        else:
            yield block.text
