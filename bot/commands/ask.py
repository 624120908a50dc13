"""huiqi ask: one answer, or one for each line of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.common import EXISTING, regulation_of, say, settings
from knowledge.answer import Answer
from knowledge.answerer import Answerer, answerer_of, load_answerer
from knowledge.jsonl import needed, read_objects
from knowledge.reviewed import as_bank, read_reviewed
from knowledge.units import SHIPPED


@click.command("ask")
@click.argument("text", required=False)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--batch", type=EXISTING, help="逐行提问的 JSONL 文件：id、q。")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="批量回答写到这里。")
@click.option("--in", "key", default=SHIPPED, help="办法的编号，见 huiqi regulation list。")
def command(
    text: str | None, as_json: bool, batch: Path | None, out: Path | None, key: str
) -> None:
    """用自己的话提问，得到条文原文。"""
    if (text is None) == (batch is None):
        raise click.ClickException("请写一个问题，或用 --batch 文件 --out 文件。")
    answerer = _answerer(key)
    if batch is not None:
        if out is None:
            raise click.ClickException("--batch 要和 --out 一起用。")
        _batch(answerer, batch, out)
        return
    answer = answerer.answer(text or "")
    say(fields(answer)) if as_json else click.echo(answer.text)


def _answerer(key: str) -> Answerer:
    chosen = settings()
    if key == SHIPPED:
        return load_answerer(chosen.embedding_model, as_bank(read_reviewed(chosen.reviewed_file)))
    return answerer_of(regulation_of(key), chosen.embedding_model)


def fields(answer: Answer) -> dict[str, Any]:
    """An answer as the interface promises it."""
    return {
        "status": answer.status,
        "units": list(answer.units),
        "answer": answer.text,
        "score": round(answer.score, 4),
    }


def _batch(answerer: Answerer, batch: Path, out: Path) -> None:
    with out.open("w", encoding="utf-8") as file:
        for row in read_objects(batch):
            said = fields(answerer.answer(str(needed(row, "q", batch))))
            del said["score"]
            line = {"id": needed(row, "id", batch), **said}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
