"""One person on two channels: what was begun under one contact goes on under another, by code.

Contacts are never taken for one person by guess. A code is asked for where something was
begun and said where it is to go on; it is good for one day and for one other contact. An
interview goes on by its invitation, which stands in the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Table, or_, select, update
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.handover_schema import handover
from surveys.platforms.codes import digest, new_code
from surveys.schema import binding, eligibility_check, materials

SECONDS = 24 * 3600.0
Thing = Literal["check", "materials", "binding"]
KEPT: tuple[tuple[Thing, Table], ...] = (("check", eligibility_check), ("materials", materials))


@dataclass(frozen=True)
class Moved:
    """What goes on under the new contact, and what stayed because it has its own."""

    things: tuple[Thing, ...]
    stayed: tuple[Thing, ...] = ()


def issue(
    database: Database, contact_key: str, choose: Callable[[Sequence[str]], str], now: float
) -> str:
    """A code for what this contact has begun; this is the only time that it can be read."""
    code = new_code(choose)
    row = {
        "code_hash": digest(code.replace("-", "")),
        "contact_key": contact_key,
        "expires_at": now + SECONDS,
    }
    unspent = handover.c.contact_key == contact_key, handover.c.used_by.is_(None)
    with database.write() as connection:
        connection.execute(handover.delete().where(*unspent))
        connection.execute(handover.insert(), row)
    return code


def is_known(database: Database, code: str) -> bool:
    """Whether a code is a handover, spent or not; other codes bind."""
    query = select(handover.c.code_hash).where(handover.c.code_hash == digest(code))
    with database.read() as connection:
        return connection.execute(query).first() is not None


def same_person(connection: Connection, contact_key: str) -> set[str]:
    """The contacts that codes have joined with this one, and itself."""
    known: set[str] = set()
    new = {contact_key}
    while new:
        known |= new
        either = or_(handover.c.contact_key.in_(list(new)), handover.c.used_by.in_(list(new)))
        joined = select(handover.c.contact_key, handover.c.used_by).where(
            handover.c.used_by.is_not(None), either
        )
        new = {each for row in connection.execute(joined) for each in row} - known
    return known


def take(database: Database, contact_key: str, code: str, now: float) -> Moved | None:
    """Go on under this contact; None if the code is not one of ours, spent or too old.

    What this contact has begun itself is not written over. Said again, it moves what is left.
    """
    with database.write() as connection:
        row = _code(connection, code)
        fits = row is not None and row.contact_key != contact_key and now < row.expires_at
        if not fits or row.used_by not in (None, contact_key):
            return None
        spent = update(handover).where(handover.c.code_hash == row.code_hash)
        connection.execute(spent.values(used_by=contact_key))
        return _moved(connection, row.contact_key, contact_key, now)


def _code(connection: Connection, code: str) -> Any:
    query = select(handover).where(handover.c.code_hash == digest(code)).with_for_update()
    return connection.execute(query).one_or_none()


def _moved(connection: Connection, before: str, after: str, now: float) -> Moved:
    things: list[Thing] = []
    stayed: list[Thing] = []
    for thing, table in KEPT:
        if not _holds(connection, table, before):
            continue
        own = _holds(connection, table, after)
        (stayed if own else things).append(thing)
        if not own:
            mine = update(table).where(table.c.contact_key == before)
            connection.execute(mine.values(contact_key=after))
    if _bindings(connection, before, after, now):
        things.append("binding")
    return Moved(tuple(things), tuple(stayed))


def _holds(connection: Connection, table: Table, contact_key: str) -> bool:
    query = select(table.c.contact_key).where(table.c.contact_key == contact_key).limit(1)
    return connection.execute(query).first() is not None


def _bindings(connection: Connection, before: str, after: str, now: float) -> int:
    """The rights of the one for the other too; reminders go on where they went."""
    added = 0
    for row in _standing(connection, before) - _standing(connection, after):
        role, subject = row
        values = {"contact_key": after, "role": role, "subject": subject, "bound_at": now}
        connection.execute(binding.insert(), values)
        added += 1
    return added


def _standing(connection: Connection, contact_key: str) -> set[tuple[str, str]]:
    query = select(binding.c.role, binding.c.subject).where(
        binding.c.contact_key == contact_key, binding.c.ended_at.is_(None)
    )
    return {(row.role, row.subject) for row in connection.execute(query)}
