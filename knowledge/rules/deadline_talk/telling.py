"""The lines of a reply: the clause verbatim, where readings differ, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from knowledge.library import load_shipped
from knowledge.rules.deadline_talk.model import Asked, Said
from knowledge.rules.deadline_talk.wording import says, shown
from knowledge.rules.deadlines import Deadline, Reading

QUOTED = "▎"


def said(asked: Asked, lines: Iterable[str], units: tuple[str, ...], *more: Deadline) -> Said:
    """The sentences, then the units that they rest on, then the readings of the first deadline."""
    deadline = more[0] if more else None
    text = [*lines, quoted(units)]
    if deadline is not None:
        text += readings(deadline)
    text.append(says("closing", "draft"))
    due = deadline.span.safe if deadline else None
    return Said("\n".join(line for line in text if line), units, asked, due=due)


def quoted(units: tuple[str, ...]) -> str:
    """Each unit verbatim under its name."""
    return "\n".join(
        line for unit in units for line in (f"{unit}：", *(QUOTED + each for each in _lines(unit)))
    )


def _lines(unit: str) -> list[str]:
    return load_shipped()[unit].display.splitlines()


def readings(deadline: Deadline) -> list[str]:
    """Every reading with its day and the one to act on; nothing where they agree."""
    if deadline.span.due is not None or deadline.span.safe is None:
        return []
    told = [each for each in deadline.readings if each.due]
    if len({each.due for each in told}) < 2:
        return [says("readings", "not_covered", year=deadline.span.safe.year)]
    key = "latest" if deadline.obligation == "再次申报限制" else "safe"
    return [
        says("readings", "differ"),
        *(_one(each) for each in told),
        says("readings", key, due=shown(deadline.span.safe)),
    ]


def _one(reading: Reading) -> str:
    day = shown(reading.due) if reading.due else ""
    return says("readings", "one", text=reading.text, day=day)


def left(day: date, today: date) -> str:
    """还有5天, 就是今天, 已过3天."""
    days = (day - today).days
    key = "today" if days == 0 else "left" if days > 0 else "over"
    return says("closing", key, days=abs(days))
