"""Files of one JSON object a line, plain (.jsonl) or compressed (.jsonl.xz)."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.errors import UnreadableFile


def read_objects(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file; raises UnreadableFile that names a bad line by its number."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _object(path, number, line)


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise UnreadableFile(f"{path.name} 第{number}行不是 UTF-8 的 JSON 对象，请检查这一行。")
    return value


def needed(row: dict[str, Any], name: str, path: Path) -> Any:
    """A field that must be there; raises UnreadableFile that names it."""
    if name not in row:
        raise UnreadableFile(f"{path.name} 里有一行缺少字段“{name}”。")
    return row[name]
