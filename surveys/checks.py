"""Eligibility checks by contact, kept so that one can stop and come back days later.

A turn that is run again, because it broke off after it was recorded, finds the check as it was
before that turn: an answer never counts twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from knowledge.rules.interview.check import Check, as_json, from_json
from surveys.database import Database
from surveys.schema import eligibility_check as table


@dataclass(frozen=True)
class Kept:
    """A check and the time of its last answer."""

    check: Check
    updated_at: float


def kept(database: Database, contact_key: str, turn: str) -> Kept | None:
    """The check of a contact as it was before this turn; None where there is none."""
    with database.read() as connection:
        row = _row(connection, contact_key)
    if row is None:
        return None
    facts = row.before if turn and row.turn == turn else row.facts
    return None if facts is None else Kept(from_json(json.loads(facts)), row.updated_at)


def keep(database: Database, contact_key: str, turn: str, check: Check, now: float) -> None:
    """Record the check as this turn leaves it."""
    with database.write() as connection:
        database.one_at_a_time(connection, contact_key)
        row = _row(connection, contact_key)
        values = {
            "facts": _text(check),
            "asked": check.asked,
            "turn": turn,
            "before": _before(row, turn),
            "updated_at": now,
        }
        if row is None:
            connection.execute(table.insert().values(contact_key=contact_key, **values))
        else:
            mine = table.c.contact_key == contact_key
            connection.execute(table.update().where(mine).values(**values))


def forget(database: Database, contact_key: str) -> None:
    """Delete the check of a contact."""
    with database.write() as connection:
        connection.execute(table.delete().where(table.c.contact_key == contact_key))


def _row(connection: Connection, contact_key: str) -> Any:
    return connection.execute(select(table).where(table.c.contact_key == contact_key)).first()


def _before(row: Any, turn: str) -> str | None:
    if row is None:
        return None
    before: str | None = row.before if turn and row.turn == turn else row.facts
    return before


def _text(check: Check) -> str:
    return json.dumps(as_json(check), ensure_ascii=False)
