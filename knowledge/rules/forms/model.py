"""A form as its cells, and what was read from them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Table = tuple[tuple["Cell", ...], ...]  # a merged cell stands in each place that it covers


@dataclass(frozen=True, eq=False)
class Cell:
    """A text and where it stands, in words; two cells are the same only if merged."""

    text: str
    place: str = ""

    @cached_property
    def bare(self) -> str:
        """Half-width, without spaces and without the lines on which forms are filled in."""
        return "".join(unicodedata.normalize("NFKC", self.text).split()).replace("_", "")


@dataclass(frozen=True)
class Form:
    """What a file holds, in its order; `loose` are the paragraphs outside tables."""

    tables: tuple[Table, ...] = ()
    loose: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Found:
    """A value for a key of the contract, and the cell that it was read from."""

    key: str
    value: Any
    place: str
    year: str = ""


@dataclass(frozen=True)
class Unclear:
    """What a person should look at: where, and why."""

    place: str
    why: str


@dataclass(frozen=True)
class Reading:
    """The facts as the contract wants them, with where each comes from."""

    found: tuple[Found, ...] = ()
    unclear: tuple[Unclear, ...] = field(default=())

    @property
    def row(self) -> Mapping[str, Any]:
        """The object that a JSON file would hold."""
        row: dict[str, Any] = {each.key: each.value for each in self.found if not each.year}
        years: dict[str, dict[str, Any]] = {}
        for each in self.found:
            if each.year:
                years.setdefault(each.year, {})[each.key] = each.value
        return {**row, "年度数据": years} if years else row


def distinct(row: tuple[Cell, ...]) -> list[Cell]:
    """The cells of a row, each once however many columns it covers."""
    return list(dict.fromkeys(row))
