"""The inbox: every delivery is written once, and each contact's messages are taken in order.

States: new → running → done, or dead after too many failed turns. A running row whose
lease has ended (its worker was killed) is free again.
"""

from __future__ import annotations

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.errors import TooManyWaiting
from bot.messages import Claimed, Incoming
from surveys.database import Database
from surveys.schema import inbox

NEW, RUNNING, DONE, DEAD = "new", "running", "done", "dead"
OPEN = (NEW, RUNNING)
LEASE_SECONDS = 12.0
MOST_WAITING = 60


def receive(database: Database, message: Incoming, now: float) -> tuple[int, bool]:
    """Write a delivery down, or find the row of the same delivery: its id, and if it is new.

    Raises TooManyWaiting when a contact sends far faster than it is answered.
    """
    try:
        with database.write() as connection:
            result = connection.execute(
                inbox.insert().values(
                    **vars(message), state=NEW, tries=0, next_at=now, received_at=now
                )
            )
            _refuse_flood(connection, message.contact_key)  # a repeat never comes this far
            return int(result.inserted_primary_key[0]), True
    except IntegrityError:
        found = find(database, message)
        if found is None:
            raise
        return found, False


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


def _refuse_flood(connection: Connection, contact_key: str) -> None:
    waiting = select(func.count()).where(
        inbox.c.contact_key == contact_key, inbox.c.state.in_(OPEN)
    )
    if connection.execute(waiting).scalar_one() > MOST_WAITING:
        raise TooManyWaiting


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
        held = {"state": RUNNING, "owner": owner, "lease_until": now + LEASE_SECONDS}
        ids = [row.id for row in rows]
        if ids:
            connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(held))
    return [Claimed(row.id, row.channel, row.contact_key, row.said, row.tries) for row in rows]


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
    mine = and_(inbox.c.id == claimed.id, inbox.c.state == RUNNING, inbox.c.owner == owner)
    result = connection.execute(update(inbox).where(mine).values(state=state, done_at=now))
    return bool(result.rowcount)


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
