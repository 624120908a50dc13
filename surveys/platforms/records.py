"""Reports and events of platforms. Nothing is changed in place: a correction is a newer row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from knowledge.rules.deadlines.months import Month
from surveys.database import Database
from surveys.masking import masked
from surveys.platforms.entries import WITHDRAWN, month_of, require_event, require_filing
from surveys.platforms.errors import PlatformNotFound, WrongEntry
from surveys.platforms.model import Happening, Record, beijing_day
from surveys.platforms.register import Said, current, required
from surveys.schema import filing, platform_event

_LOCK = "platform"


@dataclass(frozen=True)
class Filed:
    """One month's report; `filed_on` None where it is known not to have been filed."""

    month: Month
    filed_on: date | None


def record(database: Database, key: str) -> Record:
    """One platform with its filings and events; raises PlatformNotFound."""
    found = records(database, [key])
    if not found:
        raise PlatformNotFound("登记册里没有这个平台，请用 huiqi platform list 查看。")
    return found[0]


def records(database: Database, keys: Collection[str]) -> list[Record]:
    """A few platforms with their filings and events, in one view of the database."""
    with database.read() as connection:
        found = current(connection, keys)
        filings = _filings(connection, filing.c.platform.in_(keys))
        events = _events(connection, keys)
    return [
        Record(each, filings.get(each.key, {}), tuple(events.get(each.key, ()))) for each in found
    ]


def overview(database: Database, month: Month) -> list[Record]:
    """Every platform with its events, and of its filings that of one month."""
    with database.read() as connection:
        found = current(connection)
        filed = _filings(connection, filing.c.month == str(month))
        events = _events(connection, None)
    return [
        Record(each, filed.get(each.key, {}), tuple(events.get(each.key, ()))) for each in found
    ]


def file(database: Database, key: str, filed: Filed, said: Said) -> bool:
    """Record a report or that there is none; False if just this is recorded already."""
    with database.write() as connection:
        database.one_at_a_time(connection, f"{_LOCK}:{key}")
        entry = required(connection, key)
        require_filing(entry, filed.month, filed.filed_on, beijing_day(said.at))
        known = _filings(connection, filing.c.platform == key).get(key, {})
        if filed.month in known and known[filed.month] == filed.filed_on:
            return False
        row = {
            "platform": key,
            "month": str(filed.month),
            "filed_on": filed.filed_on.isoformat() if filed.filed_on else None,
            "said_by": said.by,
            "said_at": said.at,
        }
        connection.execute(filing.insert(), row)
    return True


def last_filed_by(database: Database, key: str, contact: str) -> Month | None:
    """The month whose report this contact said last was filed."""
    mine = filing.c.platform == key, filing.c.said_by == contact, filing.c.filed_on.is_not(None)
    query = select(filing.c.month).where(*mine).order_by(filing.c.id.desc()).limit(1)
    with database.read() as connection:
        month = connection.execute(query).scalar()
    return month_of(month) if month else None


def filing_history(database: Database, key: str) -> list[tuple[Filed, Said]]:
    """Every report that was recorded of a platform, corrected ones too, the newest row first."""
    query = select(filing).where(filing.c.platform == key).order_by(filing.c.id.desc())
    with database.read() as connection:
        return [
            (Filed(month_of(row.month), _day(row.filed_on)), Said(row.said_by, row.said_at))
            for row in connection.execute(query)
        ]


def happen(
    database: Database, key: str, event: Happening, said: Said, replaces: int | None = None
) -> int:
    """Record an event, or the correction of one; gives its number (the event's own is not used)."""
    require_event(event.kind, event.day, event.note, beijing_day(said.at))
    if event.kind == WITHDRAWN and replaces is None:
        raise WrongEntry("“作废”要写明作废的是哪一条，请用 --replaces 写它的编号。")
    with database.write() as connection:
        database.one_at_a_time(connection, f"{_LOCK}:{key}")
        required(connection, key)
        if replaces is not None:
            _require_standing(connection, key, replaces)
        row = {
            "platform": key,
            "kind": event.kind,
            "day": event.day.isoformat(),
            "note": masked(event.note),
            "replaces": replaces,
            "said_by": said.by,
            "said_at": said.at,
        }
        return int(connection.execute(platform_event.insert(), row).inserted_primary_key[0])


def _filings(connection: Connection, which: Any) -> dict[str, dict[Month, date | None]]:
    found: dict[str, dict[Month, date | None]] = {}
    for row in connection.execute(select(filing).where(which).order_by(filing.c.id)):
        # A later row takes the place of an earlier one.
        found.setdefault(row.platform, {})[month_of(row.month)] = _day(row.filed_on)
    return found


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _events(connection: Connection, keys: Collection[str] | None) -> dict[str, list[Happening]]:
    query = select(platform_event)
    if keys is not None:
        query = query.where(platform_event.c.platform.in_(keys))
    rows = connection.execute(query).all()
    replaced = {row.replaces for row in rows}
    found: dict[str, list[Happening]] = {}
    for row in sorted(rows, key=lambda each: (each.day, each.id)):
        if row.id not in replaced and row.kind != WITHDRAWN:
            event = Happening(row.id, row.kind, date.fromisoformat(row.day), row.note)
            found.setdefault(row.platform, []).append(event)
    return found


def _require_standing(connection: Connection, key: str, number: int) -> None:
    standing = {each.id for each in _events(connection, [key]).get(key, ())}
    if number not in standing:
        raise WrongEntry(f"这个平台没有编号为{number}的事件，请用 huiqi platform show 查看编号。")
