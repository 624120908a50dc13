"""Reading the training text: laws, statutes with lay questions, and our own question bank."""

from __future__ import annotations

from pathlib import Path

from knowledge.jsonl import read_objects

Pair = tuple[str, str]


def law_pairs(path: Path) -> list[Pair]:
    """Two halves of one article, and its law's name with its beginning, for each article."""
    pairs: list[Pair] = []
    for row in read_objects(path):
        text = row["text"]
        cut = _middle(text)
        if cut:
            pairs.append((text[:cut], text[cut:]))
        elif len(text) > 12:
            pairs.append((row["law"], text))
    return pairs


def _middle(text: str) -> int:
    """The sentence end nearest the middle of `text`; 0 where there is none."""
    ends = [at + 1 for at, sign in enumerate(text[:-8]) if sign in "。；：，" and at > 7]
    return min(ends, key=lambda end: abs(end - len(text) / 2), default=0)


def statute_pairs(questions: Path, statutes: Path) -> list[Pair]:
    """Lay questions with the articles that answer them."""
    texts = {row["id"]: f"{row['name']} {row['text']}" for row in read_objects(statutes)}
    return [(row["q"], texts[gold]) for row in read_objects(questions) for gold in row["gold"]]
