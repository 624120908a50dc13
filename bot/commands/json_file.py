"""One JSON value from a file, with its numbers as they are written."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, NoReturn

import click


class Refused(click.ClickException):
    """Input that cannot be used: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=True)


def read_exact_json(file: Path) -> Any:
    """The one JSON value of a UTF-8 file, decimals exact; a key written twice is refused."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"打不开 {file.name}，请给出一个 UTF-8 的 JSON 文件。") from None
    try:
        row = json.loads(
            text, object_pairs_hook=_unique, parse_float=Decimal, parse_constant=_no_number
        )
        # Half a character cannot be printed again.
        json.dumps(row, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError, ArithmeticError):
        raise Refused(f"{file.name} 不是正确的 JSON，请检查引号、逗号和括号。") from None
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(f"“{twice}”写了两次，请只留一个。")
    return row


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
