"""huiqi eligibility: every condition of Articles 5 to 7 for one applicant, from a JSON file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.commands.common import say
from bot.commands.json_file import Refused, read_exact_json
from knowledge.errors import KnowledgeError
from knowledge.rules.eligibility import as_json, assess, read_facts, unused_keys

NOT_ELIGIBLE_AS_IT_STANDS = 1


@click.command("eligibility")
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """按第五、六、七条（及第二十七至二十九条）自检申报条件。"""
    row = read_exact_json(file)
    try:
        assessment = assess(read_facts(row))
    except KnowledgeError as error:
        raise Refused(str(error)) from None
    unused = unused_keys(row)
    if unused:
        click.echo(f"没有用到这些字段，请核对写法：{'、'.join(unused)}。", err=True)
    say(as_json(assessment))
    if assessment.verdict != "eligible":
        sys.exit(NOT_ELIGIBLE_AS_IT_STANDS)
