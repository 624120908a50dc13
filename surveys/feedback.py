"""Whether answers helped: the first verdict on each answer counts."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from surveys.database import Database
from surveys.schema import feedback


@dataclass(frozen=True)
class Verdict:
    """One person's verdict on one answer; `answer_key` is the turn it was given in."""

    answer_key: str
    question: str
    units: tuple[str, ...]
    helpful: bool


def record(database: Database, verdict: Verdict, now: float) -> bool:
    """Keep a verdict; False if this answer has one already."""
    try:
        with database.write() as connection:
            connection.execute(
                feedback.insert().values(
                    answer_key=verdict.answer_key,
                    question=verdict.question,
                    units=json.dumps(verdict.units, ensure_ascii=False),
                    helpful=int(verdict.helpful),
                    given_at=now,
                )
            )
    except IntegrityError:
        return False
    return True
