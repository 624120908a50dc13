"""How many customer-service messages a contact may still get: 5 in 48 hours after it wrote,
3 in a minute after a touch of the menu, an option, a scan or following."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from bot.wechat.reading import Opens
from surveys import statements
from surveys.wechat_schema import wechat_quota

OFTEN_SECONDS = 6 * 3600.0  # how long a contact is left alone that was told too much
ALLOWANCES = {"message": (5, 48 * 3600.0), "action": (3, 60.0)}
_INSERT = wechat_quota.insert()
_NONE = {
    "message_left": 0,
    "message_until": 0.0,
    "action_left": 0,
    "action_until": 0.0,
    "template_after": 0.0,
}


def opened(connection: Connection, contact_key: str, by: Opens, now: float) -> None:
    """The contact did something that allows so many messages for so long."""
    if by:
        most, seconds = ALLOWANCES[by]
        put(connection, contact_key, **{f"{by}_left": most, f"{by}_until": now + seconds})


def take(connection: Connection, contact_key: str, now: float, keep: int = 0) -> Opens:
    """Use one message of the allowance that ends first, leaving `keep`; empty if there is none."""
    row = connection.execute(select(wechat_quota).where(_mine(contact_key))).one_or_none()
    if row is None:
        return ""
    left: dict[Opens, int] = {
        "action": row.action_left if row.action_until > now else 0,
        "message": row.message_left if row.message_until > now else 0,
    }
    if sum(left.values()) <= keep:
        return ""
    by: Opens = "action" if left["action"] else "message"
    put(connection, contact_key, **{f"{by}_left": left[by] - 1})
    return by


def give_back(connection: Connection, contact_key: str, by: Opens) -> None:
    """The message was not taken."""
    column = wechat_quota.c[f"{by}_left"]
    connection.execute(update(wechat_quota).where(_mine(contact_key)).values({column: column + 1}))


def used_up(connection: Connection, contact_key: str) -> None:
    """The platform says that nothing is left, whatever we counted."""
    put(connection, contact_key, message_left=0, action_left=0)


def template_after(connection: Connection, contact_key: str) -> float:
    """From when on a template message may be tried again."""
    query = select(wechat_quota.c.template_after).where(_mine(contact_key))
    return float(connection.execute(query).scalar() or 0.0)


def put(connection: Connection, contact_key: str, **values: Any) -> None:
    if not statements.put(connection, wechat_quota, {"contact_key": contact_key}, values):
        connection.execute(_INSERT, {"contact_key": contact_key, **_NONE, **values})


def _mine(contact_key: str) -> Any:
    return wechat_quota.c.contact_key == contact_key
