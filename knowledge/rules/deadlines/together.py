"""All deadlines of one platform on one day, soonest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from knowledge.rules.deadlines.annual import annual
from knowledge.rules.deadlines.ban import ban
from knowledge.rules.deadlines.changes import changes
from knowledge.rules.deadlines.consecutive import consecutive
from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading
from knowledge.rules.deadlines.monthly import monthly
from knowledge.rules.deadlines.publicity import publicity
from knowledge.rules.deadlines.rectification import rectification
from knowledge.rules.deadlines.sources import words
from knowledge.rules.deadlines.validity import validity

PARTS = (monthly, consecutive, annual, validity, changes, rectification, publicity, ban)


def deadlines(facts: Facts) -> list[Deadline]:
    """Soonest first by the agreed date or the one to act on; those without a date come last."""
    found = [each for part in PARTS for each in part(facts)]
    return sorted(found, key=lambda each: each.span.known or date.max)


def needs_attention(found: list[Deadline]) -> bool:
    """Whether something is overdue, or cannot be told from what is known."""
    return any(each.status in ("overdue", "unknown") for each in found)


def as_json(deadline: Deadline, today: date) -> dict[str, Any]:
    """The promised fields; `days_left` counts to the agreed date, else to the one to act on."""
    known = deadline.span.known
    return {
        "obligation": deadline.obligation,
        "period": deadline.period,
        "who": deadline.who,
        "due_date": _iso(deadline.span.due),
        "days_left": (known - today).days if known else None,
        "status": deadline.status,
        "consecutive_missed": deadline.missed,
        "consequence_code": deadline.said.code,
        "consequence": deadline.said.consequence,
        "articles": list(deadline.articles),
        "readings": [_reading(each) for each in deadline.readings],
        "safe_date": _iso(deadline.span.safe),
        "advice": words("草案", "prefix") + deadline.said.advice,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    plain = {
        "id": reading.id,
        "text": reading.text,
        "due_date": _iso(reading.due),
        "ambiguity": reading.ambiguity,
    }
    if reading.missed is None:
        return plain
    return {**plain, "consecutive_missed": reading.missed, "consequence_code": reading.code}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
