"""What several commands need: JSON lines in and out, and the settings."""

from __future__ import annotations

import json
import lzma
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from actions.settings import Settings, read_settings

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings() -> Settings:
    return read_settings(os.environ)


def say(value: Any) -> None:
    """One JSON value on standard output, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False))


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a .jsonl or .jsonl.xz file; a bad line is named by its number."""
    opened = (
        lzma.open(path, "rt", encoding="utf-8")
        if path.suffix == ".xz"
        else path.open(encoding="utf-8-sig")
    )
    with opened as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _object(path, number, line)


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise click.ClickException(f"{path.name} 第{number}行不是 JSON 对象，请检查这一行。")
    return value


def needed(row: dict[str, Any], name: str, path: Path) -> Any:
    """A field that must be there."""
    if name not in row:
        raise click.ClickException(f"{path.name} 里有一行缺少字段“{name}”。")
    return row[name]
