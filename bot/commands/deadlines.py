"""huiqi deadlines: what is due, for whom and when, from the facts in a JSON file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.commands.common import say
from bot.commands.json_file import Refused, read_exact_json
from knowledge.errors import KnowledgeError
from knowledge.rules.deadlines import (
    as_json,
    deadlines,
    needs_attention,
    read_facts,
    unused_keys,
)

A_FINDING = 1


@click.command("deadlines")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """按第十二、十四、十七、十八、二十、二十一、二十二条计算期限。"""
    row = read_exact_json(file)
    try:
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
