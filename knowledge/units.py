"""A regulation as a tree of citable units.

A unit is what a citation can point to: an article (第二十条), a paragraph of it
(第二十条第二款), an item (第六条（三）), an annex (附件1) or a section of a form
(附件2#六). One id is used everywhere: search, answers, rules and forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from knowledge.errors import UnitNotFound

Kind = Literal["title", "chapter", "article", "paragraph", "item", "annex", "section"]
SHIPPED = "draft"
CITABLE: frozenset[Kind] = frozenset({"article", "paragraph", "item", "annex", "section"})


@dataclass(frozen=True)
class Unit:
    """One citable piece of a regulation.

    `text` is verbatim, with what belongs to its children; `lead` is what precedes
    the first child (the whole text where there is none). `display` is the same
    words laid out for reading: for forms, table rows with " | " between cells.
    """

    id: str
    kind: Kind
    text: str
    lead: str
    display: str
    parent: str | None = None
    children: tuple[str, ...] = ()
    chapter: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class Regulation:
    """One version of one regulation: its name and its units in reading order."""

    key: str
    name: str
    units: tuple[Unit, ...]
    effective: str | None = None
    is_draft: bool = False

    @property
    def is_shipped(self) -> bool:
        """Whether this is the draft of the product: the one with questions and plain sentences."""
        return self.key == SHIPPED

    @cached_property
    def _by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    def __getitem__(self, unit_id: str) -> Unit:
        try:
            return self._by_id[unit_id]
        except KeyError:
            raise UnitNotFound(f"《{self.name}》里没有“{unit_id}”。") from None

    def __contains__(self, unit_id: object) -> bool:
        return unit_id in self._by_id

    def citable(self) -> Iterator[Unit]:
        """Units that an answer may cite, in reading order."""
        return (unit for unit in self.units if unit.kind in CITABLE)

    def of_kind(self, kind: Kind) -> tuple[Unit, ...]:
        return tuple(unit for unit in self.units if unit.kind == kind)

    def top_of(self, unit_id: str) -> str:
        """The article or annex that a unit belongs to: 第二十条第二款 → 第二十条."""
        unit = self[unit_id]
        while unit.kind not in ("article", "annex") and unit.parent in self:
            unit = self[str(unit.parent)]
        return unit.id

    def joined(self) -> str:
        """The source text again, white space aside."""
        return "\n".join(unit.text for unit in self.units if unit.parent is None)
