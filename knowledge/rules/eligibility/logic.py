"""Conditions joined by “and” and “或”, and readings that agree or do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.rules.eligibility.model import Reading, Result, Status

# What decides first. A dispute outlasts a missing alternative: asking alone cannot settle it.
_ALL: tuple[Status, ...] = ("unmet", "unknown", "disputed", "met")
_ANY: tuple[Status, ...] = ("met", "disputed", "unknown", "unmet")


def all_of(*results: Result) -> Result:
    """Met if every part is; the reasons are those of all parts that stand in the way."""
    return _joined(results, _ALL)


def any_of(*results: Result) -> Result:
    """Met if one part is; without one, every part says why."""
    return _joined(results, _ANY)


def agreed(statuses: Iterable[Status]) -> Status:
    """One status from the readings' own: disputed only where some say yes and some say no."""
    found = set(statuses)
    if {"met", "unmet"} <= found or "disputed" in found:
        return "disputed"
    return found.pop() if len(found) == 1 else "unknown"


def under(readings: Sequence[Reading], *because: str, needs: tuple[str, ...] = ()) -> Result:
    """The result of several readings; they are kept, so that a dispute can show each."""
    statuses = [each.status for each in readings]
    status = agreed(statuses)
    open_ = status not in ("met", "unmet") and "unknown" in statuses
    return Result(status, because, needs if open_ else (), tuple(readings))


def _joined(results: Sequence[Result], order: tuple[Status, ...]) -> Result:
    status = min((each.status for each in results), key=order.index)
    settled = status == order[0]
    telling = [
        each for each in results if each.status == status or not (settled or _idle(each, order))
    ]
    return Result(
        status,
        _unique(text for each in telling for text in each.because),
        () if settled else _unique(key for each in results for key in each.needs),
        tuple(reading for each in telling for reading in each.readings),
    )


def _idle(result: Result, order: tuple[Status, ...]) -> bool:
    """A met part of “and” stands in no one's way; an unmet part of “或” is worth telling."""
    return result.status == "met" and order is _ALL


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
