"""The queue of questions that a person should look at, and what was decided of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select, update

from surveys.database import Database
from surveys.masking import masked
from surveys.schema import review

Reason = Literal["unanswered", "unhelpful"]
Decision = Literal["unit", "nothing", "dismissed"]


@dataclass(frozen=True)
class Waiting:
    """A question nobody has decided on, with what was answered at the time."""

    id: int
    question: str
    status: str
    units: tuple[str, ...]
    reason: str
    asked_at: float


def put(
    database: Database,
    question: str,
    answered: tuple[str, Sequence[str]],
    reason: Reason,
    now: float,
) -> None:
    """Queue a question with the status and the units of the answer it got."""
    status, units = answered
    row = {
        "question": masked(question),
        "status": status,
        "units": json.dumps(list(units), ensure_ascii=False),
        "reason": reason,
        "asked_at": now,
    }
    with database.write() as connection:
        connection.execute(review.insert(), row)


def waiting(database: Database) -> list[Waiting]:
    """Everything undecided, oldest first."""
    query = select(review).where(review.c.decision.is_(None)).order_by(review.c.id)
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        Waiting(
            row.id, row.question, row.status, tuple(json.loads(row.units)), row.reason, row.asked_at
        )
        for row in rows
    ]


def decide(database: Database, ids: Sequence[int], decision: Decision, now: float) -> None:
    """Take questions off the queue."""
    chosen = update(review).where(review.c.id.in_(ids))
    with database.write() as connection:
        connection.execute(chosen.values(decision=decision, decided_at=now))
