"""What waits for a contact goes out in its open request: taken and marked in one transaction."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.engine import Connection

from bot.inbox import OPEN
from bot.messages import Delivered
from bot.sending.deliveries import QUEUED, SENT, WAITING
from bot.wechat import text
from bot.wechat.filling import Filling, Open
from surveys.delivery_schema import delivery
from surveys.schema import inbox, outbox
from surveys.statements import put

# Statements of every message, see surveys.statements.
_WAITING = (
    select(delivery.c.outbox_id, delivery.c.parts_sent, outbox.c.body)
    .select_from(delivery.join(outbox, outbox.c.id == delivery.c.outbox_id))
    .where(delivery.c.contact_key == bindparam("contact"), delivery.c.state.in_((QUEUED, WAITING)))
    .order_by(delivery.c.outbox_id)
    .with_for_update(skip_locked=True, of=delivery)  # what is being sent is the sender's
)
_ANY = (
    select(delivery.c.outbox_id)
    .where(
        delivery.c.contact_key == bindparam("contact"),
        delivery.c.state.in_(bindparam("states", expanding=True)),
    )
    .limit(1)
)


def waiting(connection: Connection, contact_key: str) -> list[Open]:
    """What is still to be said to a contact, oldest first."""
    return [
        Open(
            row.outbox_id,
            text.parts(Delivered.from_row(row.outbox_id, row.body)),
            row.parts_sent,
        )
        for row in connection.execute(_WAITING, {"contact": contact_key})
    ]


def is_any(connection: Connection, contact_key: str, *states: str) -> bool:
    """Whether anything for a contact is in one of these states."""
    found = connection.execute(_ANY, {"contact": contact_key, "states": states})
    return found.scalar() is not None


def mark(connection: Connection, filling: Filling, now: float) -> None:
    """Write down what went out."""
    for outbox_id in filling.whole:
        _mark(connection, outbox_id, now, state=SENT, reason=None)
    if filling.begun:
        outbox_id, parts = filling.begun
        _mark(connection, outbox_id, now, parts_sent=parts)


def _mark(connection: Connection, outbox_id: int, now: float, **values: object) -> None:
    put(connection, delivery, {"outbox_id": outbox_id}, {"changed_at": now, **values})


def last_running(connection: Connection, contact_key: str) -> int | None:
    """The contact's newest message that is not answered yet."""
    mine = and_(inbox.c.contact_key == contact_key, inbox.c.state.in_(OPEN))
    found = connection.execute(select(func.max(inbox.c.id)).where(mine)).scalar()
    return None if found is None else int(found)
