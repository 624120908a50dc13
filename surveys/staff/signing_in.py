"""Signing in: name, password and, where it is on, a one-time code, all judged as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection

from surveys.campaigns.office import Office
from surveys.staff import audit, misses, sessions
from surveys.staff.accounts import login_name
from surveys.staff.addresses import masked_address
from surveys.staff.audit import Act
from surveys.staff.misses import Wait
from surveys.staff.passwords import fits
from surveys.staff.totp import matching_step
from surveys.staff_schema import staff as table


@dataclass(frozen=True)
class Tried:
    """What was typed, and the address it came from."""

    name: str
    password: str
    code: str
    address: str


def sign_in(office: Office, tried: Tried) -> str | Wait | None:
    """The session's secret; Wait after too many tries; None, whatever of it was wrong."""
    name, where = login_name(tried.name), masked_address(tried.address)
    if wait := misses.begin(office, name, tried.address):
        return wait
    with office.database.read() as connection:
        row = connection.execute(select(table).where(table.c.name == name)).first()
    usable = row is not None and row.disabled_at is None
    right = fits(row.password_hash if usable else None, tried.password)
    with office.database.write() as connection:
        if right and _second_factor(office, connection, row, tried.code):
            misses.forget(office, connection, name)
            _record(office, connection, Act(row.id, "登录", "", where))
            return sessions.open_session(connection, row.id, office.salt(), office.now())
        # Nobody's name is recorded alike, so that the time does not tell it from somebody's.
        whose = row.id if row is not None else None
        _record(office, connection, Act(whose, "登录未成", "", where))
    return None


def _second_factor(office: Office, connection: Connection, row: Any, typed: str) -> bool:
    """No code counts twice: the condition decides between two that come at once."""
    if row.totp is None:
        return True
    secret = office.seal.opened(row.totp)["secret"]
    step = matching_step(secret, typed, office.now())
    if step is None:
        return False
    unused = or_(table.c.totp_step.is_(None), table.c.totp_step < step)
    mine = update(table).where(table.c.id == row.id, unused).values(totp_step=step)
    return bool(connection.execute(mine).rowcount)


def _record(office: Office, connection: Connection, act: Act) -> None:
    audit.add(office.database, connection, act, office.now())
