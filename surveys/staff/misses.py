"""Sign-ins that fail are slowed down, by the name that was typed and by where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.engine import Connection

from surveys.campaigns.office import Office
from surveys.staff_schema import staff_miss as table

WINDOW_SECONDS = 24 * 3600
FREE_BY_NAME, FREE_BY_ADDRESS = 5, 20  # tries without a wait
FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0


@dataclass(frozen=True)
class Wait:
    """Come back after so many seconds."""

    seconds: int


def wait_after(tries: int, free: int) -> float:
    """How long after that many tries: nothing at first, then twice as long each time."""
    if tries < free:
        return 0.0
    return float(min(FIRST_WAIT * 2 ** min(tries - free, 10), LONGEST_WAIT))


def begin(office: Office, name: str, address: str) -> Wait | None:
    """Count a try before it is made, so that many at once do not all slip through."""
    by_name, by_address = _codes(office, name, address)
    now = office.now()
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, f"staff_miss:{by_name}")
        office.database.one_at_a_time(connection, f"staff_miss:{by_address}")
        connection.execute(delete(table).where(table.c.at < now - WINDOW_SECONDS))
        left = max(
            _left(connection, table.c.name_code == by_name, FREE_BY_NAME, now),
            _left(connection, table.c.address_code == by_address, FREE_BY_ADDRESS, now),
        )
        if left > 0:
            return Wait(int(left) + 1)
        row = {"name_code": by_name, "address_code": by_address, "at": now}
        connection.execute(table.insert(), row)
    return None


def forget(office: Office, connection: Connection, name: str) -> None:
    """After a sign-in that succeeded its name starts afresh; its address does not."""
    by_name, _ = _codes(office, name, "")
    connection.execute(delete(table).where(table.c.name_code == by_name))


def _left(connection: Connection, which: Any, free: int, now: float) -> float:
    query = select(func.count(), func.max(table.c.at)).where(which)
    tries, last = connection.execute(query).one()
    return (last or 0.0) + wait_after(tries, free) - now if tries else 0.0


def _codes(office: Office, name: str, address: str) -> tuple[str, str]:
    return office.seal.code("miss-name", name), office.seal.code("miss-address", address)
