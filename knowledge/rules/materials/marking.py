"""Which items somebody says are ready, and which are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.rules.materials.catalogue import items
from knowledge.rules.materials.model import Asked
from knowledge.rules.materials.naming import Named, named, part_of
from knowledge.rules.materials.words import command, pattern

_CLAUSES = re.compile(r"[,。;!\n ]+|但是?|不过|可是|只是|(?<=[了有])(?=第)")
LONGEST_REST = 3  # characters beside names, states and small words: more says something else


@dataclass
class _Heard:
    """What the clauses so far have said."""

    ready: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    parts: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    waiting: list[Named] = field(default_factory=list)  # named before their state
    others: str = ""  # the state of everything that is not named
    unsure: bool = False
    unknown: str = ""
    recommender: bool = False


def marks(text: str) -> Asked | None:
    """None where the message is no statement of what is ready."""
    heard = _Heard()
    for clause in filter(None, _CLAUSES.split(text)):
        if not _hear(heard, clause):
            return None
    return _asked(heard)


def _hear(heard: _Heard, clause: str) -> bool:
    """Whether the clause says something about the list, which is noted."""
    told = command(clause)
    if told == "noise":
        _settle(heard, "ready")
        return True
    if told:
        return True  # the reply to a mark says what is missing anyway
    if pattern("doubt").search(clause):
        return False
    found = named(clause)
    state = _state(found.rest)
    if _left_over(found.rest) > LONGEST_REST or not (found or state):
        return False
    if not state and pattern("except").search(clause):
        _file(heard, found, "missing")
        return True
    if not state:
        heard.waiting.append(found)
        return True
    return _note(heard, clause, found, state)


def _note(heard: _Heard, clause: str, found: Named, state: str) -> bool:
    if pattern("only").search(clause) and found.items:
        _file(heard, found, "missing")
        heard.others = "ready"
    elif pattern("except").search(clause) and found.items:
        heard.waiting.append(found)
        _settle(heard, "missing" if state == "ready" else "ready")
        heard.others = state
    elif pattern("others").search(clause) and not found:
        heard.others = state
    elif found or heard.waiting:
        heard.waiting.append(found)
        _settle(heard, state)
    elif pattern("all").search(clause):
        heard.others = state
    else:
        heard.unsure = state == "ready" and bool(pattern("which").search(clause))
        return heard.unsure
    return True


def _settle(heard: _Heard, state: str) -> None:
    for found in heard.waiting:
        _file(heard, found, state)
    heard.waiting.clear()


def _file(heard: _Heard, found: Named, state: str) -> None:
    (heard.ready if state == "ready" else heard.missing).update(found.items)
    heard.unknown = heard.unknown or found.unknown
    heard.recommender = heard.recommender or found.recommender
    if state == "ready":
        heard.parts += found.parts
        heard.beside += found.beside
    else:  # an item of which a part is missing is missing
        heard.missing |= {part_of(part) for part in found.parts}


def _asked(heard: _Heard) -> Asked | None:
    if heard.unknown:
        return Asked("unknown", about=heard.unknown)
    if heard.waiting:
        return None
    if heard.others:
        rest = items().keys() - heard.ready - heard.missing
        rest -= {part_of(part) for part in heard.parts}
        (heard.ready if heard.others == "ready" else heard.missing).update(rest)
    ready, missing = frozenset(heard.ready - heard.missing), frozenset(heard.missing)
    parts = tuple(part for part in heard.parts if part_of(part) not in ready | missing)
    if ready or missing or parts or heard.beside:
        return Asked("mark", ready, missing, parts, tuple(heard.beside))
    if heard.recommender:
        return Asked("recommender")
    return Asked("which") if heard.unsure else None


def _state(clause: str) -> str:
    if pattern("missing").search(clause):
        return "missing"
    return "ready" if pattern("ready").search(clause) else ""


def _left_over(clause: str) -> int:
    for name in ("missing", "ready", "filler"):
        clause = pattern(name).sub("", clause)
    return len(clause.strip())
