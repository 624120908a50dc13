"""Lists of application materials by contact: which of the seven items are ready."""

from __future__ import annotations

import json

from sqlalchemy import select

from knowledge.rules.materials import Checklist
from surveys.database import Database
from surveys.schema import materials as table


def kept(database: Database, contact_key: str) -> Checklist:
    """The list of a contact; nothing is ready where there is none."""
    with database.read() as connection:
        mine = select(table.c.ready).where(table.c.contact_key == contact_key)
        ready = connection.execute(mine).scalar()
    return Checklist(frozenset(json.loads(ready)) if ready else frozenset())


def keep(database: Database, contact_key: str, checklist: Checklist, now: float) -> None:
    """Record the list as it is now. To record it twice changes nothing."""
    values = {"ready": json.dumps(sorted(checklist.ready)), "updated_at": now}
    mine = table.c.contact_key == contact_key
    with database.write() as connection:
        database.one_at_a_time(connection, contact_key)
        if not connection.execute(table.update().where(mine).values(**values)).rowcount:
            connection.execute(table.insert().values(contact_key=contact_key, **values))
