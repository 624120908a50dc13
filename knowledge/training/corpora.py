"""Reading the training text: articles of laws clause by clause, and lay questions with statutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.jsonl import read_objects

_CLAUSES = re.compile(r"[^。；：，\n]+")


@dataclass(frozen=True)
class Article:
    """One article of a law: what stands over it, and its clauses."""

    law: str
    chapter: str
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A lay question and the numbers of the statutes that answer it."""

    id: str
    question: str
    answers: tuple[int, ...]


def read_articles(path: Path) -> Iterator[Article]:
    """Each text once; laws repeat each other word for word."""
    seen: set[str] = set()
    for row in read_objects(path):
        clauses = tuple(_CLAUSES.findall(row["text"]))
        if clauses and row["text"] not in seen:
            seen.add(row["text"])
            yield Article(row["law"], row["chapter"] or "", clauses)


def read_statutes(path: Path) -> tuple[list[str], list[str], list[str]]:
    """Ids, names and texts."""
    rows = list(read_objects(path))
    ids, names, texts = ([row[field] for row in rows] for field in ("id", "name", "text"))
    return ids, names, texts


def read_asked(path: Path, statute_ids: list[str]) -> list[Asked]:
    at = {statute: number for number, statute in enumerate(statute_ids)}
    return [
        Asked(str(row["id"]), row["q"], tuple(at[gold] for gold in row["gold"]))
        for row in read_objects(path)
    ]
