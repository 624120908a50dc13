"""Reminders that were written and have not gone out yet are taken back when they no longer hold."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from surveys.delivery_schema import delivery
from surveys.schema import outbox

WITHDRAWN = "aside"
NOT_WANTED = "对方已停止提醒"
SETTLED = "要提醒的事已经办完"


def withdraw_of(connection: Connection, contacts: Collection[str], key: str, now: float) -> None:
    """What is under keys that begin like this and on its way to these contacts."""
    theirs = outbox.c.contact_key.in_(list(contacts))
    _withdraw(connection, theirs & _under(key), NOT_WANTED, now)


def withdraw(connection: Connection, key: str, now: float) -> None:
    """What is under keys that begin like this, whoever it is for."""
    _withdraw(connection, _under(key), SETTLED, now)


def _under(key: str) -> Any:
    return outbox.c.idem_key.startswith(key, autoescape=True)


def _withdraw(connection: Connection, which: Any, reason: str, now: float) -> None:
    connection.execute(
        update(delivery)
        .where(
            delivery.c.state.in_(("queued", "waiting")),
            delivery.c.outbox_id.in_(select(outbox.c.id).where(which)),
        )
        .values(state=WITHDRAWN, reason=reason, changed_at=now)
    )
