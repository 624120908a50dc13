"""huiqi evaluate: how good the answers are on questions with known answers."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import EXISTING, say, settings
from knowledge.answerer import load_answerer
from knowledge.evaluate import evaluate, read_questions, without_strangers


@click.command("evaluate")
@click.argument("questions", type=EXISTING)
@click.option("--unanswerable", type=EXISTING, help="条文没有答案的问题。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def command(questions: Path, unanswerable: Path | None, as_json: bool) -> None:
    """在有标准答案的问题上评测。"""
    refuse = read_questions(unanswerable) if unanswerable else []
    answerer = load_answerer(settings().embedding_model)
    asked, strangers = without_strangers(answerer.regulation, read_questions(questions))
    if strangers:
        click.echo(f"文本里没有这些编号，不计在内：{'、'.join(strangers)}。", err=True)
    result = evaluate(answerer, asked, refuse)
    if as_json:
        say(result)
        return
    for name, value in result.items():
        click.echo(f"{name}: {value}")
