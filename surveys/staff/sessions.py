"""Who is signed in: a random number in a cookie, of which only the hash is kept."""

from __future__ import annotations

import hashlib

from sqlalchemy import delete, select, update
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.staff.model import Role, Staff
from surveys.staff_schema import staff, staff_session

SESSION_SECONDS = 12 * 3600
IDLE_SECONDS = 30 * 60
SEEN_SECONDS = 60  # how exactly the last visit is kept: not every look is a write


def open_session(connection: Connection, number: int, chance: str, now: float) -> str:
    """Sign somebody in; what is returned goes into the cookie and nowhere else."""
    old = delete(staff_session).where(staff_session.c.created_at < now - 2 * SESSION_SECONDS)
    connection.execute(old)  # nobody is signed in with these any more
    row = {"id_hash": _hash(chance), "staff": number, "created_at": now, "seen_at": now}
    connection.execute(staff_session.insert(), row)
    return chance


def whose(database: Database, session: str, now: float) -> Staff | None:
    """Who it is, and that they were here; None if the session ended in whatever way."""
    query = (
        select(staff, staff_session.c.seen_at)
        .select_from(staff_session.join(staff, staff.c.id == staff_session.c.staff))
        .where(
            staff_session.c.id_hash == _hash(session),
            staff_session.c.ended_at.is_(None),
            staff_session.c.created_at > now - SESSION_SECONDS,
            staff_session.c.seen_at > now - IDLE_SECONDS,
            staff.c.disabled_at.is_(None),
        )
    )
    with database.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    if row.seen_at < now - SEEN_SECONDS:
        _seen(database, session, now)
    return Staff(row.id, row.name, Role(row.role), row.subject)


def end(connection: Connection, session: str, now: float) -> None:
    """Sign out."""
    mine = staff_session.c.id_hash == _hash(session), staff_session.c.ended_at.is_(None)
    connection.execute(update(staff_session).where(*mine).values(ended_at=now))


def end_all(connection: Connection, number: int, now: float) -> None:
    """Sign somebody out everywhere."""
    theirs = staff_session.c.staff == number, staff_session.c.ended_at.is_(None)
    connection.execute(update(staff_session).where(*theirs).values(ended_at=now))


def _seen(database: Database, session: str, now: float) -> None:
    mine = update(staff_session).where(staff_session.c.id_hash == _hash(session))
    with database.write() as connection:
        connection.execute(mine.values(seen_at=now))


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
