"""Streaming through the XML of a workbook: elements by local name, no document type allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol
from xml.parsers import expat

from surveys.frames.errors import UnreadableFrame

Attributes = Mapping[str, str]


class Handler(Protocol):
    """What wants to hear of elements and text."""

    def start(self, tag: str, attributes: Attributes) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, data: str) -> None: ...


def feed(stream: IO[bytes], handler: Handler) -> None:
    """Tell the handler what the stream holds; entities cannot be declared."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda tag, attributes: handler.start(_local(tag), attributes)
    parser.EndElementHandler = lambda tag: handler.end(_local(tag))
    parser.CharacterDataHandler = handler.text
    try:
        parser.ParseFile(stream)
    except expat.ExpatError:
        raise UnreadableFrame("表格内部格式有误，请在 Excel 或 WPS 中重新另存后再上传。") from None


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise UnreadableFrame("表格里含有不允许的内容（文档类型声明），请重新另存后再上传。")
