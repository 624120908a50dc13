"""What is known of a contact of a channel: when it wrote, and whether it can be reached."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from bot.sending import deliveries
from surveys.database import Database
from surveys.delivery_schema import contact
from surveys.statements import put

_INSERT = contact.insert()
WEB = "web:"


def is_carried(contact_key: str) -> bool:
    """Whether its messages are sent by us; the chat page fetches its own."""
    return not contact_key.startswith(WEB)


def wrote(connection: Connection, contact_key: str, now: float) -> None:
    """A message came: the contact can be reached, and what waited for that may go."""
    _set(connection, contact_key, written_at=now, unreachable_at=None, reason=None)
    deliveries.release(connection, contact_key, now)


def mark_reachable(database: Database, contact_key: str, reachable: bool, now: float) -> None:
    """What the channel says of a contact that blocked us, left or came back."""
    with database.write() as connection:
        if reachable:
            _set(connection, contact_key, unreachable_at=None, reason=None)
        else:
            lose(connection, contact_key, "对方已停用或拉黑", now)


def lose(connection: Connection, contact_key: str, reason: str, now: float) -> None:
    """Nothing more is tried until the contact writes; what was queued is given up."""
    _set(connection, contact_key, unreachable_at=now, reason=reason)
    deliveries.give_up_all(connection, contact_key, reason, now)


def hold(connection: Connection, contact_key: str, until: float) -> None:
    """Leave its replies alone until then: a request of the channel is open that may take them."""
    _set(connection, contact_key, held_until=until)


def _set(connection: Connection, contact_key: str, **values: Any) -> None:
    if not put(connection, contact, {"contact_key": contact_key}, values):
        connection.execute(_INSERT, {"contact_key": contact_key, "held_until": 0.0, **values})
