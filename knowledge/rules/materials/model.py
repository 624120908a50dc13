"""The state of a checklist, what a message asks of it, and what is said back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.rules.materials.catalogue import items

Kind = Literal[
    "list",  # show the seven items
    "missing",  # what is not ready yet
    "restart",
    "mark",  # some items are ready, or are not
    "which",  # something is ready, but it is not said what
    "unknown",  # an item that is not among the seven
    "item",
    "report",  # how the application report is written
    "section",
    "recommender",
]


@dataclass(frozen=True)
class Checklist:
    """The items that are ready, by their number."""

    ready: frozenset[int] = frozenset()

    @property
    def missing(self) -> tuple[int, ...]:
        return tuple(number for number in items() if number not in self.ready)


@dataclass(frozen=True)
class Asked:
    """What a message wants of the checklist."""

    kind: Kind
    ready: frozenset[int] = frozenset()
    missing: frozenset[int] = frozenset()
    parts: tuple[str, ...] = ()  # pieces of items, which tick nothing
    beside: tuple[str, ...] = ()  # said to be ready, but not among the seven
    about: str = ""  # the number of an item, or a unit


@dataclass(frozen=True)
class Button:
    """What is shown, and the words that a press says."""

    title: str
    says: str


@dataclass(frozen=True)
class Said:
    """A reply, the units it rests on, and the checklist as it leaves it."""

    text: str
    units: tuple[str, ...]
    checklist: Checklist
    buttons: tuple[Button, ...] = ()
