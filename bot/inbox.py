"""The inbox: every delivery is written once, and each contact's messages are taken in order.

States: new → running → done, or dead after too many failed turns. A running row whose
lease has ended (its worker was killed) is free again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, exists, func, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.errors import TooManyWaiting
from bot.messages import Claimed, Incoming
from bot.sending import contacts
from surveys.database import Database
from surveys.schema import inbox

NEW, RUNNING, DONE, DEAD = "new", "running", "done", "dead"
OPEN = (NEW, RUNNING)
LEASE_SECONDS = 12.0
MOST_WAITING = 60

# Statements of every turn, made once: SQLAlchemy takes longer to build than to run them.
_INSERT = inbox.insert()
_OPEN = select(func.count()).where(
    inbox.c.contact_key == bindparam("contact"), inbox.c.state.in_(OPEN)
)
_NEXT = (
    select(inbox)
    .where(
        inbox.c.contact_key == bindparam("contact"),
        inbox.c.state == NEW,
        inbox.c.next_at <= bindparam("now"),
    )
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLOSE = (
    update(inbox)
    .where(
        inbox.c.id == bindparam("row"),
        inbox.c.state == RUNNING,
        inbox.c.owner == bindparam("by"),
    )
    .values(state=bindparam("ended"), done_at=bindparam("at"))
)


@dataclass(frozen=True)
class Received:
    """The row of a delivery, whether it is a new one, and the row itself if it was taken."""

    id: int
    fresh: bool
    taken: Claimed | None = None


def receive(database: Database, message: Incoming, now: float, owner: str = "") -> Received:
    """Write a delivery down, or find the row of the same delivery.

    An `owner` takes the row at once where nothing of this contact is before it. Raises
    TooManyWaiting when a contact sends far faster than it is answered.
    """
    try:
        with database.write() as connection:
            database.one_at_a_time(connection, message.contact_key)
            before = connection.execute(_OPEN, {"contact": message.contact_key}).scalar_one()
            row = vars(message) | {"tries": 0, "next_at": now, "received_at": now}
            take = bool(owner) and before == 0
            row_id = _insert(connection, row | (_held(owner, now) if take else {"state": NEW}))
            if before >= MOST_WAITING:  # a repeat never comes this far
                raise TooManyWaiting
            if contacts.is_carried(message.contact_key):
                contacts.wrote(connection, message.contact_key, now)
    except IntegrityError:
        found = find(database, message)
        if found is None:
            raise
        return Received(found, fresh=False)
    taken = Claimed(row_id, message.channel, message.contact_key, message.said, 0)
    return Received(row_id, fresh=True, taken=taken if take else None)


def _insert(connection: Connection, row: dict[str, Any]) -> int:
    return int(connection.execute(_INSERT, row).inserted_primary_key[0])


def _held(owner: str, now: float) -> dict[str, Any]:
    return {"state": RUNNING, "owner": owner, "lease_until": now + LEASE_SECONDS}


def find(database: Database, message: Incoming) -> int | None:
    """The row of an earlier delivery of the same message."""
    same = and_(
        inbox.c.channel == message.channel,
        inbox.c.account == message.account,
        inbox.c.external_id == message.external_id,
    )
    with database.read() as connection:
        found = connection.execute(select(inbox.c.id).where(same)).scalar()
    return None if found is None else int(found)


def claim(database: Database, owner: str, now: float, most: int) -> list[Claimed]:
    """Take up to `most` rows, never two of one contact, and hold them for the lease."""
    ahead = inbox.alias("ahead")
    overtaking = exists().where(
        ahead.c.contact_key == inbox.c.contact_key,
        ahead.c.id < inbox.c.id,
        ahead.c.state.in_(OPEN),
    )
    free = or_(
        and_(inbox.c.state == NEW, inbox.c.next_at <= now),
        and_(inbox.c.state == RUNNING, inbox.c.lease_until < now),
    )
    query = (
        select(inbox)
        .where(free, ~overtaking)
        .order_by(inbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # where the database has it
    )
    with database.write() as connection:
        rows = connection.execute(query).all()
        ids = [row.id for row in rows]
        if ids:
            connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(_held(owner, now)))
    return [_claimed(row) for row in rows]


def claim_next(connection: Connection, after: Claimed, owner: str, now: float) -> Claimed | None:
    """The same contact's next row, taken in the transaction that closes the one before it."""
    due = {"contact": after.contact_key, "now": now}
    row = connection.execute(_NEXT, due).one_or_none()
    if row is None:
        return None
    connection.execute(update(inbox).where(inbox.c.id == row.id).values(_held(owner, now)))
    return _claimed(row)


def _claimed(row: Any) -> Claimed:
    return Claimed(row.id, row.channel, row.contact_key, row.said, row.tries)


def extend(database: Database, row_ids: list[int], now: float) -> None:
    """Say that the worker lives and goes on with these rows."""
    running = and_(inbox.c.state == RUNNING, inbox.c.id.in_(row_ids))
    with database.write() as connection:
        connection.execute(update(inbox).where(running).values(lease_until=now + LEASE_SECONDS))


def put_back(database: Database, row_id: int, next_at: float, *, tried: bool) -> None:
    """Return a row to the front of its contact's queue, to be taken from `next_at` on."""
    values = {"state": NEW, "next_at": next_at, "tries": inbox.c.tries + int(tried)}
    with database.write() as connection:
        connection.execute(update(inbox).where(inbox.c.id == row_id).values(values))


def close(connection: Connection, claimed: Claimed, owner: str, now: float, state: str) -> bool:
    """End a row in the caller's transaction; False if another worker has taken it over."""
    mine = {"row": claimed.id, "by": owner, "ended": state, "at": now}
    return bool(connection.execute(_CLOSE, mine).rowcount)


def waiting(database: Database) -> dict[str, int]:
    """How many rows are in each open or dead state, for the health page."""
    query = (
        select(inbox.c.state, func.count())
        .where(inbox.c.state.in_((*OPEN, DEAD)))
        .group_by(inbox.c.state)
    )
    with database.read() as connection:
        counts = {state: int(count) for state, count in connection.execute(query)}
    return {state: counts.get(state, 0) for state in (*OPEN, DEAD)}
