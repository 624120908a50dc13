"""The questions of questions.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

QUESTIONS = Path(__file__).with_name("questions.yaml")

Kind = Literal[
    "choice",
    "flag",
    "count",
    "money",
    "percent",
    "since",
    "ahead",
    "years_count",
    "years_money",
    "checklist",
    "events",
    "outcomes",
    "place",
]


@dataclass(frozen=True)
class Option:
    """One answer of a choice: the words that mean it, and the facts that it sets."""

    words: str
    sets: Mapping[str, Any]
    button: str = ""
    unless: str = "(?!)"

    def meant_by(self, text: str) -> bool:
        return bool(re.search(self.words, text)) and not re.search(self.unless, text)


@dataclass(frozen=True)
class Item:
    """One line of a checklist, and the words that name it."""

    say: str
    words: str


@dataclass(frozen=True)
class Question:
    """One question; `needed_for` are the undecided keys that make it worth asking.

    `units` are what an amount may count; `tells` is how one speaks of it without being asked.
    """

    id: str
    kind: Kind
    article: str
    ask: str
    facts: tuple[str, ...]
    names: tuple[str, ...]
    example: str
    needed_for: tuple[str, ...] = ()
    buttons: tuple[str, ...] = ()
    again: str = ""
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    units: tuple[str, ...] = ()
    tells: str = ""
    also: Mapping[str, Mapping[str, Any]] | None = None

    @property
    def yearly(self) -> bool:
        return self.kind in ("years_count", "years_money")

    def serves(self, needs: frozenset[str]) -> bool:
        """Whether one of the undecided keys is why this is asked."""
        keys = self.needed_for or self.facts
        if not self.yearly:
            return not needs.isdisjoint(keys)
        return "年度数据" in needs or any(
            need.startswith("年度数据.") and need.rpartition(".")[2] in keys for need in needs
        )


@cache
def questions() -> Mapping[str, Question]:
    """Every question by its id, in the order they are asked."""
    rows = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return {row["id"]: _question(row) for row in rows}


def _question(row: dict[str, Any]) -> Question:
    lists = ("facts", "names", "needed_for", "buttons", "units")
    fields = {**row, **{name: tuple(row.get(name, ())) for name in lists}}
    fields["options"] = tuple(Option(**each) for each in row.get("options", ()))
    fields["items"] = tuple(Item(**each) for each in row.get("items", ()))
    return Question(**fields)


def named(text: str) -> Question | None:
    """The question that a text names; the longest name goes first."""
    found = [
        (len(name), question)
        for question in questions().values()
        for name in question.names
        if name.lower() in text.lower()
    ]
    return max(found, key=lambda each: each[0])[1] if found else None
