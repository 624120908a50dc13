"""What each open request asked and was answered, so that a repeat gets the same.

Every function works in the caller's transaction, one of a contact at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection

from bot.wechat.reading import Writer
from surveys.wechat_schema import wechat_nonce, wechat_request

TURN, FETCH, TOLD, NOTE = "turn", "fetch", "told", "note"  # purposes
KEPT_SECONDS = 24 * 3600.0  # the texts are those of the outbox; no need to keep them twice


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
    connection: Connection, account: str, moment: str, external_id: str, now: float, kept: float
) -> bool:
    """Whether a signed moment was used for another message before; the platform itself
    repeats a message with the same moment or a new one."""
    mine = and_(wechat_nonce.c.account == account, wechat_nonce.c.moment == moment)
    known = connection.execute(select(wechat_nonce.c.external_id).where(mine)).scalar()
    if known is not None:
        return bool(known != external_id)
    connection.execute(wechat_nonce.delete().where(wechat_nonce.c.seen_at < now - kept))
    row = {"account": account, "moment": moment, "external_id": external_id, "seen_at": now}
    connection.execute(wechat_nonce.insert(), row)
    return False


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
    mine = _mine(account, writer.external_id)
    row = connection.execute(select(wechat_request).where(mine)).one_or_none()
    if row is None:
        return _first(connection, account, writer, contact_key, now, purpose, inbox_id)
    if row.contact_key != contact_key:
        return None
    deliveries = row.deliveries + 1
    connection.execute(update(wechat_request).where(mine).values(deliveries=deliveries))
    return Visit(writer.external_id, contact_key, row.purpose, deliveries, row.inbox_id, row.text)


def _first(
    connection: Connection,
    account: str,
    writer: Writer,
    contact_key: str,
    now: float,
    purpose: str,
    inbox_id: int | None,
) -> Visit:
    connection.execute(wechat_request.delete().where(wechat_request.c.at < now - KEPT_SECONDS))
    row: dict[str, Any] = {
        "account": account,
        "external_id": writer.external_id,
        "contact_key": contact_key,
        "purpose": purpose,
        "deliveries": 1,
        "inbox_id": inbox_id,
        "text": None,
        "invites": 0,
        "at": now,
    }
    connection.execute(wechat_request.insert(), row)
    return Visit(writer.external_id, contact_key, purpose, 1, inbox_id)


def answered(connection: Connection, account: str, external_id: str) -> str | None:
    """What a message was answered, None if nothing yet."""
    query = select(wechat_request.c.text).where(_mine(account, external_id))
    text = connection.execute(query).scalar()
    return None if text is None else str(text)


def answer(
    connection: Connection, account: str, external_id: str, text: str, *, invites: bool
) -> None:
    """Keep what goes back, for the repeats."""
    connection.execute(
        update(wechat_request)
        .where(_mine(account, external_id))
        .values(text=text, invites=int(invites))
    )


def is_any_open(connection: Connection, contact_key: str, since: float) -> bool:
    """Whether a request of the contact may still be answered."""
    query = select(wechat_request.c.external_id).where(
        wechat_request.c.contact_key == contact_key,
        wechat_request.c.text.is_(None),
        wechat_request.c.purpose != NOTE,
        wechat_request.c.at >= since,
    )
    return connection.execute(query.limit(1)).scalar() is not None


def invited(connection: Connection, contact_key: str) -> bool:
    """Whether the last thing the person was told is to write again to see more."""
    query = (
        select(wechat_request.c.invites)
        .where(wechat_request.c.contact_key == contact_key, wechat_request.c.text.is_not(None))
        .order_by(wechat_request.c.at.desc())
        .limit(1)
    )
    return bool(connection.execute(query).scalar())


def _mine(account: str, external_id: str) -> Any:
    return and_(wechat_request.c.account == account, wechat_request.c.external_id == external_id)
