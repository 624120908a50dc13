"""What could not be sent or answered, for a person to look at, send again or set aside."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from bot.sending.deliveries import DEAD, QUEUED
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.schema import inbox

SET_ASIDE = "aside"


@dataclass(frozen=True)
class DeadLetter:
    """A message that did not go out; its words are not shown here."""

    id: int
    channel: str
    bulk: bool
    reason: str
    at: float


def dead_letters(database: Database, most: int = 200) -> list[DeadLetter]:
    """The newest first."""
    query = (
        select(delivery)
        .where(delivery.c.state == DEAD)
        .order_by(delivery.c.changed_at.desc())
        .limit(most)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [
        DeadLetter(
            row.outbox_id,
            row.contact_key.partition(":")[0],
            bool(row.bulk),
            row.reason or "",
            row.changed_at,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Unanswered:
    """A message that no turn could answer after several tries; its words are not shown here."""

    id: int
    channel: str
    at: float


def unanswered(database: Database, most: int = 200) -> list[Unanswered]:
    """The newest first."""
    query = select(inbox).where(inbox.c.state == "dead").order_by(inbox.c.id.desc()).limit(most)
    with database.read() as connection:
        rows = connection.execute(query).all()
    return [Unanswered(row.id, row.contact_key.partition(":")[0], row.received_at) for row in rows]


def send_again(database: Database, number: int, now: float) -> bool:
    """Queue a dead letter once more; False if there is none of that number."""
    return _move(database, number, now, QUEUED, tries=0, broken_off=0, next_at=now)


def set_aside(database: Database, number: int, now: float) -> bool:
    """A person has seen it and nothing is to be done."""
    return _move(database, number, now, SET_ASIDE)


def _move(database: Database, number: int, now: float, state: str, **values: float) -> bool:
    dead = delivery.c.outbox_id == number, delivery.c.state == DEAD
    with database.write() as connection:
        moved = connection.execute(
            update(delivery).where(*dead).values(state=state, changed_at=now, **values)
        )
    return bool(moved.rowcount)
