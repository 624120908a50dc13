"""Chats that are over their time: found and deleted, those first that point to others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, and_, exists, func, select
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.delivery_schema import contact, delivery
from surveys.handover_schema import handover
from surveys.personal.holdings import delete_rows
from surveys.platforms.duties import LATE_DAYS
from surveys.platforms.model import beijing_day
from surveys.schema import (
    binding,
    binding_code,
    binding_miss,
    button,
    dialogue,
    eligibility_check,
    feedback,
    inbox,
    materials,
    outbox,
    reminder,
    review,
)
from surveys.upload_schema import upload

DAY = 24 * 3600.0
BATCH = 500  # rows in one transaction
OPEN = ("queued", "sending", "waiting")
ERASED = "erased"  # the contact of a row that is kept for its number only


def count(connection: Connection, now: float, days: int) -> dict[str, int]:
    """How many rows of each table are over their time."""
    return {
        table.name: int(
            connection.execute(select(func.count()).select_from(table).where(old)).scalar_one()
        )
        for table, old in _old(now, days, counting=True)
    }


def delete_some(database: Database, now: float, days: int) -> dict[str, int]:
    """One small step through all tables; empty where nothing is left."""
    deleted = {}
    for table, old in _old(now, days):
        with database.write() as connection:
            [key] = table.primary_key.columns
            ids = connection.execute(select(key).where(old).order_by(key).limit(BATCH))
            if rows := ids.scalars().all():
                deleted[table.name] = delete_rows(connection, table, key.in_(rows))
    return deleted


def _old(now: float, days: int, *, counting: bool = False) -> Iterator[tuple[Table, Any]]:
    """Each table with the condition on rows that nobody needs any more.

    A row is deleted after those that point to it; to count, these are thought away.
    """
    before = now - days * DAY
    said = exists().where(outbox.c.id == delivery.c.outbox_id, outbox.c.created_at < before)
    on_its_way = exists().where(delivery.c.outbox_id == outbox.c.id)
    answered = exists().where(outbox.c.inbox_id == inbox.c.id)
    if counting:
        on_its_way = on_its_way.where(delivery.c.state.in_(OPEN))
        answered = answered.where(outbox.c.created_at >= before)
    yield delivery, and_(delivery.c.state.not_in(OPEN), said)
    yield outbox, and_(outbox.c.created_at < before, outbox.c.contact_key != ERASED, ~on_its_way)
    done = and_(inbox.c.state.in_(("done", "dead")), inbox.c.contact_key != ERASED)
    yield inbox, and_(inbox.c.received_at < before, done, ~answered)
    yield button, button.c.expires_at < now
    yield dialogue, dialogue.c.updated_at < before
    yield eligibility_check, eligibility_check.c.updated_at < before
    yield materials, materials.c.updated_at < before
    yield feedback, feedback.c.given_at < before
    yield review, review.c.asked_at < before
    yield binding_miss, binding_miss.c.at < before
    yield binding_code, binding_code.c.expires_at < before
    yield binding, binding.c.ended_at < before
    yield contact, contact.c.written_at < before
    yield upload, upload.c.at < before
    # A spent code says that two contacts are one person: known while it may be reminded.
    bound = exists().where(
        binding.c.contact_key.in_((handover.c.contact_key, handover.c.used_by)),
        binding.c.ended_at.is_(None),
    )
    spent_and_bound = and_(handover.c.used_by.is_not(None), bound)
    yield handover, and_(handover.c.expires_at < before, ~spent_and_bound)
    # What was announced must be known for as long as it may be announced again.
    over = beijing_day(before - LATE_DAYS * DAY).isoformat()
    yield reminder, reminder.c.due < over
