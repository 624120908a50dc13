"""How many notices a contact has agreed to and not yet got; the platform does not tell."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.wechat.reading import Consents
from surveys.wechat_schema import wechat_consent


def told(connection: Connection, contact_key: str, consents: Consents) -> None:
    """Each yes is one more notice; a no ends what was agreed."""
    for template_id, more in consents.answers:
        left = remaining(connection, contact_key, template_id)
        put(connection, contact_key, template_id, left + 1 if more else 0)


def remaining(connection: Connection, contact_key: str, template_id: str) -> int:
    query = select(wechat_consent.c.remaining).where(_mine(contact_key, template_id))
    return int(connection.execute(query).scalar() or 0)


def used(connection: Connection, contact_key: str, template_id: str) -> None:
    """One notice was taken."""
    one_less = {"remaining": wechat_consent.c.remaining - 1}
    connection.execute(
        update(wechat_consent).where(_mine(contact_key, template_id)).values(one_less)
    )


def put(connection: Connection, contact_key: str, template_id: str, left: int) -> None:
    mine = _mine(contact_key, template_id)
    done = connection.execute(update(wechat_consent).where(mine).values(remaining=left))
    if not done.rowcount:
        row = {"contact_key": contact_key, "template_id": template_id, "remaining": left}
        connection.execute(wechat_consent.insert(), row)


def _mine(contact_key: str, template_id: str) -> Any:
    return (wechat_consent.c.contact_key == contact_key) & (
        wechat_consent.c.template_id == template_id
    )
