"""Which rows are one firm: by credit code, by normalised name, by phone.

Rows that share any of the three are one firm, also through a third row, so that neither the
number of firms nor the data kept depends on the order of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

from surveys.frames.model import Firm, Verdict
from surveys.frames.names import normalise_name

_SAME: tuple[tuple[Verdict, str, Callable[[Firm], str]], ...] = (
    (Verdict.DUPLICATE_CREDIT_CODE, "统一社会信用代码", lambda firm: firm.credit_code),
    (Verdict.DUPLICATE_NAME, "企业名称", lambda firm: normalise_name(firm.name)),
    (Verdict.DUPLICATE_PHONE, "联系电话", lambda firm: firm.phone),
)


@dataclass(frozen=True)
class Numbered:
    """A firm and the row it was read from."""

    row: int
    firm: Firm


@dataclass(frozen=True)
class Repetition:
    """Row `row` is the same firm as the row `of`, known by `verdict`."""

    row: int
    of: int
    verdict: Verdict
    by: str


@dataclass(frozen=True)
class Group:
    """All rows of one firm: the first row stands for it, the fullest one gives the data."""

    first: int
    best: Numbered
    repetitions: tuple[Repetition, ...]


def group(firms: Sequence[Numbered]) -> list[Group]:
    """One group for each firm, in the order of the first rows."""
    parent = list(range(len(firms)))
    for _, _, value_of in _SAME:
        seen: dict[str, int] = {}
        for index, each in enumerate(firms):
            value = value_of(each.firm)
            if value:
                other = seen.setdefault(value, index)
                _join(parent, other, index)
    members: dict[int, list[Numbered]] = {}
    for index, each in enumerate(firms):
        members.setdefault(_root(parent, index), []).append(each)
    return [_as_group(found) for found in members.values()]


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index


def _join(parent: list[int], one: int, other: int) -> None:
    low, high = sorted((_root(parent, one), _root(parent, other)))
    parent[high] = low


def _as_group(members: list[Numbered]) -> Group:
    best = min(members, key=lambda each: _fullness(each.firm))
    rows = [_first_and_last(members, value_of) for _, _, value_of in _SAME]
    repetitions = tuple(_repetition(each, rows) for each in members[1:])
    return Group(members[0].row, best, repetitions)


def _first_and_last(
    members: Sequence[Numbered], value_of: Callable[[Firm], str]
) -> dict[str, tuple[int, int]]:
    rows: dict[str, tuple[int, int]] = {}
    for each in members:
        value = value_of(each.firm)
        if value:
            first, _ = rows.get(value, (each.row, each.row))
            rows[value] = first, each.row
    return rows


def _repetition(each: Numbered, rows: Sequence[dict[str, tuple[int, int]]]) -> Repetition:
    """An earlier row by code, name or phone; else the later row that links it to the group."""
    shared = [
        (max(range_, key=lambda row: row != each.row), verdict, by)
        for known, (verdict, by, value_of) in zip(rows, _SAME, strict=True)
        if (range_ := known.get(value_of(each.firm)))
    ]
    others = [found for found in shared if found[0] != each.row]
    of, verdict, by = min(others, key=lambda found: found[0] > each.row)
    return Repetition(each.row, of, verdict, by)


def _fullness(firm: Firm) -> tuple[bool | str, ...]:
    return (not firm.credit_code, not firm.service, not firm.contact, *astuple(firm))
