"""The outbox: one reply for each inbox row, written in the transaction that closes the row.

Reminders stand in it too; they answer no inbox row.
"""

from __future__ import annotations

import heapq
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.messages import Button, Claimed, Delivered, Reply
from bot.sending import contacts, deliveries
from surveys.database import Database
from surveys.schema import button, inbox, outbox

BUTTON_SECONDS = 30 * 24 * 3600
TOKEN_BYTES = 15  # 20 characters: short enough for every channel, too long to guess
_INSERT, _INSERT_BUTTONS = outbox.insert(), button.insert()  # made once, see bot.inbox


def put(connection: Connection, claimed: Claimed, reply: Reply, now: float) -> Delivered:
    """Write the reply to a claimed row; its buttons become opaque tokens."""
    shown = _tokens(connection, claimed.contact_key, reply.buttons, now)
    body = {
        "text": reply.text,
        "buttons": shown,
        "units": list(reply.units),
        "marks": list(reply.marks),
    }
    row = {
        "idem_key": f"inbox:{claimed.id}",
        "contact_key": claimed.contact_key,
        "inbox_id": claimed.id,
        "body": json.dumps(body, ensure_ascii=False),
        "created_at": now,
    }
    row_id = int(connection.execute(_INSERT, row).inserted_primary_key[0])
    if contacts.is_carried(claimed.contact_key):
        deliveries.plan(connection, row_id, claimed.contact_key, now, bulk=False)
    return Delivered(row_id, reply.text, tuple(shown), reply.units, reply.marks)


@dataclass(frozen=True)
class Unasked:
    """A message that answers none; the key makes it happen once."""

    idem_key: str
    contact_key: str
    text: str


def put_unasked(connection: Connection, messages: Sequence[Unasked], now: float) -> None:
    """Write messages that nobody asked for just now: reminders."""
    for each in messages:
        body = {"text": each.text, "buttons": [], "units": []}
        row = {
            "idem_key": each.idem_key,
            "contact_key": each.contact_key,
            "inbox_id": None,
            "body": json.dumps(body, ensure_ascii=False),
            "created_at": now,
        }
        row_id = int(connection.execute(_INSERT, row).inserted_primary_key[0])
        if contacts.is_carried(each.contact_key):
            deliveries.plan(connection, row_id, each.contact_key, now, bulk=True)


def is_written(connection: Connection, idem_key: str) -> bool:
    """Whether the message of that key was written before."""
    query = select(outbox.c.id).where(outbox.c.idem_key == idem_key)
    return connection.execute(query).first() is not None


def _tokens(
    connection: Connection, contact_key: str, buttons: Iterable[Button], now: float
) -> list[dict[str, str]]:
    rows = [
        {
            "token": secrets.token_urlsafe(TOKEN_BYTES),
            "contact_key": contact_key,
            "title": each.title,
            "payload": each.payload,
            "expires_at": now + BUTTON_SECONDS,
        }
        for each in buttons
    ]
    if rows:
        connection.execute(_INSERT_BUTTONS, rows)
    return [{"title": str(row["title"]), "token": str(row["token"])} for row in rows]


def pressed(database: Database, contact_key: str, token: str, now: float) -> Button | None:
    """What a token stands for; None if it is unknown, too old or somebody else's."""
    query = select(button).where(
        button.c.token == token,
        button.c.contact_key == contact_key,
        button.c.expires_at > now,
    )
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    return row and Button(row.title, row.payload)


def reply_to(database: Database, inbox_id: int) -> Delivered | None:
    """The reply to one inbox row, if it is written."""
    query = select(outbox.c.id, outbox.c.body).where(outbox.c.inbox_id == inbox_id)
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    return row and Delivered.from_row(row.id, row.body)


def after(database: Database, contact_key: str, last: int) -> list[Delivered]:
    """What was said to a contact after outbox row `last`, oldest first."""
    query = (
        select(outbox.c.id, outbox.c.body)
        .where(outbox.c.contact_key == contact_key, outbox.c.id > last)
        .order_by(outbox.c.id)
    )
    with database.read() as connection:
        return [Delivered.from_row(row.id, row.body) for row in connection.execute(query)]


def history(database: Database, contact_key: str, most: int) -> list[dict[str, Any]]:
    """The last `most` exchanges with a contact, oldest first, as the chat page shows them."""
    query = (
        select(
            inbox.c.id.label("asked"),
            inbox.c.shown,
            inbox.c.received_at.label("at"),
            outbox.c.id,
            outbox.c.body,
        )
        .select_from(inbox.outerjoin(outbox, outbox.c.inbox_id == inbox.c.id))
        .where(inbox.c.contact_key == contact_key)
        .order_by(inbox.c.id.desc())
        .limit(most)
    )
    with database.read() as connection:
        rows = connection.execute(query).all()
        unasked = _unasked(connection, contact_key, most, min((row.at for row in rows), default=0))
    exchanges = [(row.at, _exchange(row)) for row in reversed(rows)]
    reminders = [(row.at, [_line(row)]) for row in reversed(unasked)]
    merged = heapq.merge(exchanges, reminders, key=lambda each: each[0])  # each in its own order
    return [line for _, lines in merged for line in lines]


def _unasked(connection: Connection, contact_key: str, most: int, since: float) -> list[Any]:
    """The last reminders, as far back as the exchanges that are shown with them."""
    mine = outbox.c.contact_key == contact_key, outbox.c.inbox_id.is_(None)
    query = (
        select(outbox.c.id, outbox.c.body, outbox.c.created_at.label("at"))
        .where(*mine, outbox.c.created_at >= since)
        .order_by(outbox.c.id.desc())
        .limit(most)
    )
    found: list[Any] = connection.execute(query).all()
    return found


def _exchange(row: Any) -> list[dict[str, Any]]:
    asked = {"from": "me", "id": row.asked, "text": row.shown}
    return [asked] if row.body is None else [asked, _line(row)]


def _line(row: Any) -> dict[str, Any]:
    return {"from": "bot", **Delivered.from_row(row.id, row.body).as_json()}
