"""When the title was suspended: after a change (Article 18) or a failed evaluation (Article 21)."""

from __future__ import annotations

from datetime import date

from knowledge.rules.deadlines.events import meaning
from knowledge.rules.deadlines.facts import Facts

_BEGINS = ("change", "failed", "fed_back", "suspended")


def suspensions(facts: Facts) -> list[tuple[date, date | None]]:
    """Each suspension with the day it ended, None while it lasts.

    Only an event that says so ends one: neither a report nor a rectification restores the title.
    """
    dated = [(each.day, meaning(each.kind)) for each in facts.events if each.day is not None]
    ends = sorted(day for day, what in dated if what == "restored")
    return [
        (day, next((end for end in ends if end >= day), None))
        for day, what in dated
        if what in _BEGINS
    ]
