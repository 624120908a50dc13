"""huiqi evaluate: how good the answers are on questions with known answers."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import EXISTING, say, settings
from knowledge.answerer import load_answerer
from knowledge.evaluate import evaluate, read_questions


@click.command("evaluate")
@click.argument("questions", type=EXISTING)
@click.option("--unanswerable", type=EXISTING, help="条文没有答案的问题。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(questions: Path, unanswerable: Path | None, as_json: bool) -> None:
    """在有标准答案的问题上评测。"""
    refuse = read_questions(unanswerable) if unanswerable else []
    result = evaluate(load_answerer(settings().embedding_model), read_questions(questions), refuse)
    if as_json:
        say(result)
        return
    for name, value in result.items():
        click.echo(f"{name}: {value}")
