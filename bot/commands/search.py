"""huiqi search: the same engine over any corpus of texts."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from bot.commands.common import EXISTING, settings
from knowledge.corpus_search import CorpusSearch
from knowledge.encoder import load_encoder
from knowledge.jsonl import needed, read_objects


@click.command("search")
@click.option("--corpus", type=EXISTING, required=True, help="JSONL：id、name、text。")
@click.option("--queries", type=EXISTING, required=True, help="JSONL：id、q。")
@click.option("--k", default=100, show_default=True, type=click.IntRange(1, 1000))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
def command(corpus: Path, queries: Path, k: int, out: Path) -> None:
    """在任意语料中检索。"""
    rows = list(read_objects(corpus))
    click.echo(f"正在为 {len(rows)} 篇建立索引……", err=True)
    names = [str(row.get("name", "")) for row in rows]
    texts = [str(needed(row, "text", corpus)) for row in rows]
    engine = CorpusSearch(names, texts, load_encoder(settings().embedding_model))
    ids = [needed(row, "id", corpus) for row in rows]
    with out.open("w", encoding="utf-8") as file:
        for query in read_objects(queries):
            started = time.perf_counter()
            hits = [ids[at] for at in engine.search(str(needed(query, "q", queries)), k)]
            spent = round((time.perf_counter() - started) * 1000, 2)
            line = {"id": needed(query, "id", queries), "hits": hits, "ms": spent}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
