"""Where something of a person is kept. A test asks for every new table what it holds.

Tables with a `contact_key` belong to that contact row by row; the others are named here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, func, select, update
from sqlalchemy.engine import Connection

from surveys.backups.tables import tables
from surveys.schema import inbox, outbox
from surveys.sealed_text import open_text
from surveys.sealing import Seal

CONTACT = "contact_key"
SAID_BY = "said_by"  # a column that names who said something of a platform
DELETED = "已删除"
# Of a survey: deleted by firm, so that firms, grades and counts stay.
OF_SURVEYS = ("campaign", "drawn_firm", "attempt", "doubt", "uploaded_list", "approval")
# By other ways: the answer's number, and nothing where the words are masked and name nobody.
OTHERS = ("feedback", "review")
# Of those who work at the console: their accounts and what they did, which the audit keeps.
STAFF = ("staff", "staff_link", "staff_session", "staff_miss", "audit")
# Nothing of any person.
IMPERSONAL = (
    "chain_link",
    "erasure",
    "platform",
    "filing",
    "platform_event",
    "wechat_nonce",
    "wechat_token",
)
# SQLite gives the number of a deleted last row again, and numbers are what a page goes by.
_NUMBERED: dict[str, tuple[Table, dict[str, Any]]] = {
    "inbox": (inbox, {"external_id": "erased", "shown": "", "said": "", "state": "done"}),
    "outbox": (outbox, {"body": '{"text": "", "buttons": [], "units": []}', "inbox_id": None}),
}


def of_contacts(connection: Connection) -> list[Table]:
    """Tables whose rows belong to a contact, those first that point to others."""
    found = [
        each
        for each in tables(connection).values()
        if CONTACT in each.columns and each.name not in OF_SURVEYS
    ]
    return found[::-1]


def naming(connection: Connection) -> list[Table]:
    """Tables that name a contact as the one who said something."""
    return [each for each in tables(connection).values() if SAID_BY in each.columns]


def opened(seal: Seal, row: Any) -> dict[str, Any]:
    """A row of a table that was read from the database, with its sealed words."""
    return {
        name: open_text(seal, value) if isinstance(value, str) else value
        for name, value in row._mapping.items()
    }


def delete_rows(connection: Connection, table: Table, which: Any) -> int:
    """Delete rows; the last of numbered ones is emptied, so that its number is not used again."""
    emptied = _empty_last(connection, table, which) if table.name in _NUMBERED else 0
    if emptied:
        which = which & (table.c.id != emptied)
    return int(connection.execute(table.delete().where(which)).rowcount) + bool(emptied)


def _empty_last(connection: Connection, table: Table, which: Any) -> int:
    known, values = _NUMBERED[table.name]
    last = connection.execute(select(func.max(table.c.id))).scalar()
    mine = connection.execute(select(table.c.id).where(which, table.c.id == last)).scalar()
    if mine is None:
        return 0
    unique = {"idem_key": f"erased:{mine}"} if table.name == "outbox" else {}
    emptied = update(known).where(known.c.id == mine)
    connection.execute(emptied.values(contact_key="erased", **values, **unique))
    return int(mine)


def forget_sayer(connection: Connection, contacts: Iterable[str]) -> int:
    """Who said something of a platform is not named any more; what was said stays."""
    changed = 0
    for table in naming(connection):
        mine = table.c[SAID_BY].in_(list(contacts))
        values = {SAID_BY: DELETED}
        changed += connection.execute(table.update().where(mine).values(**values)).rowcount
    return changed
