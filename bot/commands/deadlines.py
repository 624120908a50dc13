"""huiqi deadlines: what is due, for whom and when, from the facts in a JSON file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, Any

import click

from bot.commands.common import say
from knowledge.errors import KnowledgeError
from knowledge.rules.deadlines import (
    WrongFacts,
    as_json,
    deadlines,
    needs_attention,
    read_facts,
    unused_keys,
)

A_FINDING = 1


class Refused(click.ClickException):
    """Input that cannot be used: one sentence, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=True)


@click.command("deadlines")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """按第十二、十四、十七、十八、二十、二十一、二十二条计算期限。"""
    try:
        row = read_json(file)
        facts = read_facts(row)
        found = deadlines(facts)
    except KnowledgeError as error:
        raise Refused(str(error)) from None
    unused = unused_keys(row)
    if unused:
        click.echo(f"没有用到这些字段，请核对写法：{'、'.join(unused)}。", err=True)
    say([as_json(each, facts.today) for each in found])
    if needs_attention(found):
        sys.exit(A_FINDING)


def read_json(file: Path) -> Any:
    """The one JSON value of a UTF-8 file; raises WrongFacts, also for a key written twice."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise WrongFacts(f"打不开 {file.name}，请给出一个 UTF-8 的 JSON 文件。") from None
    try:
        row = json.loads(text, object_pairs_hook=_unique)
        json.dumps(row, ensure_ascii=False).encode()  # half a character cannot be printed again
    except (ValueError, RecursionError):
        raise WrongFacts(f"{file.name} 不是正确的 JSON，请检查引号、逗号和括号。") from None
    return row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise WrongFacts(f"“{twice}”写了两次，请只留一个。")
    return row
