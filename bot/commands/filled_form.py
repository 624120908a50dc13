"""A filled form as the object that a JSON file would hold; what was read is told on the side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bot.commands.json_file import Refused
from knowledge.rules.forms import Reading, read_form
from knowledge.rules.forms.sources import say
from surveys.forms.filled import read_filled
from surveys.frames.limits import FILE_BYTES

ENDINGS = {".docx", ".docm", ".doc", ".wps", ".xlsx", ".xlsm", ".xls", ".et", ".pdf"}


def is_form(file: Path) -> bool:
    """By its name or, since names may be wrong, by how it begins."""
    return file.suffix.lower() in ENDINGS or _bytes(file, 2) == b"PK"


def row_of_form(file: Path) -> Mapping[str, Any]:
    """The facts in the form; which cell each comes from goes to standard error."""
    data = _bytes(file, FILE_BYTES + 1)
    if data is None:
        raise Refused(f"打不开 {file.name}，请核对路径和权限。")
    reading = read_form(read_filled(data))
    if not reading.found and not reading.unclear:
        raise Refused(say("nothing"))
    for line in _told(reading):
        click.echo(line, err=True)
    return reading.row


def _bytes(file: Path, most: int) -> bytes | None:
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except OSError:
        return None


def _told(reading: Reading) -> Iterator[str]:
    for each in reading.found:
        key = f"{each.year}年{each.key}" if each.year else each.key
        yield say("read", key=key, value=_shown(each.value), place=each.place)
    for doubt in reading.unclear:
        yield say("unclear", place=doubt.place, why=doubt.why)
    yield say("summary", found=len(reading.found), unclear=len(reading.unclear))


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return "、".join(f"{key}{each}" for key, each in value.items())
    return "、".join(value) if isinstance(value, list) else str(value)
