"""Who did what at the console: rows in one chain, so that none can be changed unseen.

The chain shows what was changed, put in or taken out from the middle. That rows were cut off at
its end shows only to somebody who wrote the newest hash down, which the page displays for that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.chain import Broken
from surveys.database import Database
from surveys.staff_schema import audit as table
from surveys.staff_schema import staff

LONGEST_WHAT, LONGEST_ABOUT = 40, 200
NAME = "控制台"  # of this chain among those of the surveys


@dataclass(frozen=True)
class Act:
    """Something somebody did, without personal data.

    `staff` is None for the command line, which has no address, and for a name that nobody has.
    """

    staff: int | None
    what: str
    about: str
    address: str  # masked


@dataclass(frozen=True)
class Kept:
    """An act as it is on record; `name` is who has that number now."""

    place: int
    at: float
    name: str
    act: Act
    sha256: str


def add(database: Database, connection: Connection, act: Act, now: float) -> None:
    """Put an act on record in the caller's transaction."""
    database.one_at_a_time(connection, "audit")
    last = connection.execute(
        select(table.c.place, table.c.sha256).order_by(table.c.place.desc()).limit(1)
    ).first()
    row = {
        "place": last.place + 1 if last else 1,
        "staff": act.staff,
        "what": act.what[:LONGEST_WHAT],
        "about": act.about[:LONGEST_ABOUT],
        "address": act.address,
        "at": round(now, 3),
    }
    prev = last.sha256 if last else chain.START
    digest = chain.link(prev, _content(row))["sha256"]
    connection.execute(table.insert(), {**row, "prev": prev, "sha256": digest})


def newest(connection: Connection, count: int, before: int | None = None) -> list[Kept]:
    """The newest acts, or those that came before the one at that place."""
    query = select(table, staff.c.name).select_from(
        table.outerjoin(staff, staff.c.id == table.c.staff)
    )
    if before is not None:
        query = query.where(table.c.place < before)
    rows = connection.execute(query.order_by(table.c.place.desc()).limit(count))
    return [_kept(row) for row in rows]


def first_broken(connection: Connection) -> Broken | None:
    """The first act on record that does not follow from the one before."""
    return chain.first_break(NAME, _links(connection))


def _links(connection: Connection) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table).order_by(table.c.place)).mappings():
        yield {**_content(row), "prev": row["prev"], "sha256": row["sha256"]}


def _content(row: Any) -> dict[str, Any]:
    """What the hash covers: the time as text, which every database gives back alike."""
    names = ("place", "staff", "what", "about", "address")
    return {**{name: row[name] for name in names}, "at": f"{row['at']:.3f}"}


def _kept(row: Any) -> Kept:
    act = Act(row.staff, row.what, row.about, row.address)
    nobody = "未登录的人" if row.address else "命令行"
    return Kept(row.place, row.at, row.name or nobody, act, row.sha256)
