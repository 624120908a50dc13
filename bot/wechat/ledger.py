"""What each open request asked and was answered, so that a repeat gets the same.

Every function works in the caller's transaction, one of a contact at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from bot.wechat.reading import Writer
from surveys.statements import put
from surveys.wechat_schema import wechat_nonce, wechat_request

TURN, FETCH, TOLD, NOTE = "turn", "fetch", "told", "note"  # purposes
KEPT_SECONDS = 24 * 3600.0  # the texts are those of the outbox; no need to keep them twice

# Statements of every message, see surveys.statements.
_NEW_MOMENT, _NEW_REQUEST = wechat_nonce.insert(), wechat_request.insert()
_MOMENT = select(wechat_nonce.c.external_id).where(
    wechat_nonce.c.account == bindparam("account"), wechat_nonce.c.moment == bindparam("moment")
)
_REQUEST = select(wechat_request).where(
    wechat_request.c.account == bindparam("account"),
    wechat_request.c.external_id == bindparam("external_id"),
)
_OPEN = (
    select(wechat_request.c.external_id)
    .where(
        wechat_request.c.contact_key == bindparam("contact"),
        wechat_request.c.text.is_(None),
        wechat_request.c.purpose != NOTE,
        wechat_request.c.at >= bindparam("since"),
    )
    .limit(1)
)
_INVITED = (
    select(wechat_request.c.invites)
    .where(wechat_request.c.contact_key == bindparam("contact"), wechat_request.c.text.is_not(None))
    .order_by(wechat_request.c.at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Visit:
    """One message in its first or a repeated delivery."""

    external_id: str
    contact_key: str
    purpose: str
    deliveries: int
    inbox_id: int | None = None
    text: str | None = None  # what it was answered already


def is_replay(
    connection: Connection, account: str, moment: str, external_id: str, now: float
) -> bool:
    """Whether a signed moment was used for another message before; the platform itself
    repeats a message with the same moment or a new one."""
    mine = {"account": account, "moment": moment}
    known = connection.execute(_MOMENT, mine).scalar()
    if known is not None:
        return bool(known != external_id)
    connection.execute(_NEW_MOMENT, {**mine, "external_id": external_id, "seen_at": now})
    return False


def forget(connection: Connection, now: float, fresh: float) -> None:
    """Delete what is over its time; `fresh`: for how long a signed moment is good."""
    connection.execute(wechat_nonce.delete().where(wechat_nonce.c.seen_at < now - fresh))
    connection.execute(wechat_request.delete().where(wechat_request.c.at < now - KEPT_SECONDS))


def visit(
    connection: Connection,
    account: str,
    writer: Writer,
    contact_key: str,
    now: float,
    purpose: str,
    inbox_id: int | None,
) -> Visit | None:
    """Write a delivery down; None if the id is another contact's. The first purpose holds."""
    mine = {"account": account, "external_id": writer.external_id}
    row = connection.execute(_REQUEST, mine).one_or_none()
    if row is None:
        values = {"purpose": purpose, "inbox_id": inbox_id, "text": None, "invites": 0}
        written = {**mine, "contact_key": contact_key, "deliveries": 1, "at": now, **values}
        connection.execute(_NEW_REQUEST, written)
        return Visit(writer.external_id, contact_key, purpose, 1, inbox_id)
    if row.contact_key != contact_key:
        return None
    deliveries = row.deliveries + 1
    put(connection, wechat_request, mine, {"deliveries": deliveries})
    return Visit(writer.external_id, contact_key, row.purpose, deliveries, row.inbox_id, row.text)


def answered(connection: Connection, account: str, external_id: str) -> str | None:
    """What a message was answered, None if nothing yet."""
    mine = {"account": account, "external_id": external_id}
    row = connection.execute(_REQUEST, mine).one_or_none()
    return None if row is None or row.text is None else str(row.text)


def answer(
    connection: Connection, account: str, external_id: str, text: str, *, invites: bool
) -> None:
    """Keep what goes back, for the repeats."""
    mine = {"account": account, "external_id": external_id}
    put(connection, wechat_request, mine, {"text": text, "invites": int(invites)})


def is_any_open(connection: Connection, contact_key: str, since: float) -> bool:
    """Whether a request of the contact may still be answered."""
    given = {"contact": contact_key, "since": since}
    return connection.execute(_OPEN, given).scalar() is not None


def invited(connection: Connection, contact_key: str) -> bool:
    """Whether the last thing the person was told is to write again to see more."""
    return bool(connection.execute(_INVITED, {"contact": contact_key}).scalar())
