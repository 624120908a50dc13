"""Which option of the last message is meant: by its link, its number or its words."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from bot.sending.deliveries import SENT
from surveys.delivery_schema import delivery
from surveys.schema import button, outbox

_NUMBER = re.compile(r"(?:第|选|选择)?\s*([0-9]{1,2})\s*(?:[.。、)）]|个|项)?")

# Statements of every message, see surveys.statements.
_LAST = (
    select(delivery.c.state, outbox.c.body)
    .select_from(delivery.join(outbox, outbox.c.id == delivery.c.outbox_id))
    .where(
        delivery.c.contact_key == bindparam("contact"),
        or_(delivery.c.state == SENT, delivery.c.parts_sent > 0),
    )
    .order_by(delivery.c.outbox_id.desc())
    .limit(1)
)
_BUTTON = select(button.c.title, button.c.payload).where(
    button.c.token == bindparam("token"),
    button.c.contact_key == bindparam("contact"),
    button.c.expires_at > bindparam("now"),
)


def meant(titles: Sequence[str], typed: str) -> int | None:
    """The place of the option that was typed, by its words or by its number."""
    folded = _folded(typed)
    for place, title in enumerate(titles):
        if folded == _folded(title):
            return place
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return None
    if titles and all(title[:1].isdigit() for title in titles):
        return _leading(titles, match[1])
    number = int(match[1])
    return number - 1 if 0 < number <= len(titles) else None


def _leading(titles: Sequence[str], digits: str) -> int | None:
    """Among options that begin with a number of their own, that number counts."""
    heads = [re.match(r"[0-9]+", _folded(title)) for title in titles]
    found = [place for place, head in enumerate(heads) if head and head[0] == digits]
    return found[0] if len(found) == 1 else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip(".。!").casefold()


def pressed(
    connection: Connection, contact_key: str, typed: str, hint: str, now: float
) -> tuple[str, str] | None:
    """Title and payload of the option a message stands for, None if it is no option.

    A link's id is a hint: it counts where it is a token of this contact.
    """
    if hint and (found := _button(connection, contact_key, hint, now)):
        return found
    shown = _last_shown(connection, contact_key)
    place = meant([each["title"] for each in shown], typed)
    return None if place is None else _button(connection, contact_key, shown[place]["token"], now)


def _last_shown(connection: Connection, contact_key: str) -> list[dict[str, str]]:
    """The options of the last message that the person saw; none if it saw only its beginning."""
    row = connection.execute(_LAST, {"contact": contact_key}).one_or_none()
    if row is None or row.state != SENT:
        return []
    return list(json.loads(row.body)["buttons"])


def _button(
    connection: Connection, contact_key: str, token: str, now: float
) -> tuple[str, str] | None:
    row = connection.execute(
        _BUTTON, {"token": token, "contact": contact_key, "now": now}
    ).one_or_none()
    return row and (str(row.title), str(row.payload))
