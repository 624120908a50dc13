"""The outbox: one reply for each inbox row, written in the transaction that closes the row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.messages import Button, Claimed, Delivered, Reply
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
    return Delivered(row_id, reply.text, tuple(shown), reply.units, reply.marks)


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
        select(inbox.c.id.label("asked"), inbox.c.shown, outbox.c.id, outbox.c.body)
        .select_from(inbox.outerjoin(outbox, outbox.c.inbox_id == inbox.c.id))
        .where(inbox.c.contact_key == contact_key)
        .order_by(inbox.c.id.desc())
        .limit(most)
    )
    lines: list[dict[str, Any]] = []
    with database.read() as connection:
        for row in reversed(connection.execute(query).all()):
            lines.append({"from": "me", "id": row.asked, "text": row.shown})
            if row.body is not None:
                lines.append({"from": "bot", **Delivered.from_row(row.id, row.body).as_json()})
    return lines
