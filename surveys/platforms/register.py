"""The register in the database. Nothing is changed in place: a correction is a newer row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from knowledge.rules.deadlines.months import Month
from surveys.database import Database
from surveys.masking import masked
from surveys.platforms.entries import (
    LONGEST_SOURCE,
    WITHDRAWN,
    month_of,
    require_event,
    require_filing,
)
from surveys.platforms.errors import (
    PlatformAmbiguous,
    PlatformExists,
    PlatformNotFound,
    WrongEntry,
)
from surveys.platforms.model import Entry, Happening, Record, beijing_day, folded
from surveys.schema import filing, platform, platform_event

_LOCK = "platform"


@dataclass(frozen=True)
class Said:
    """Who says so, and when: a contact's key, or a unit."""

    by: str
    at: float

    def __post_init__(self) -> None:
        if not 0 < len(self.by) <= LONGEST_SOURCE:
            raise WrongEntry(f"“谁说的”应有1到{LONGEST_SOURCE}个字，请写单位或角色。")


@dataclass(frozen=True)
class Filed:
    """One month's report; `filed_on` None where it is known not to have been filed."""

    month: Month
    filed_on: date | None


def add(database: Database, entry: Entry, said: Said) -> Entry:
    """Register a platform; raises PlatformExists if its code or its name is taken."""
    with database.write() as connection:
        database.one_at_a_time(connection, _LOCK)
        _refuse_twice(connection, entry)
        return _insert(connection, replace(entry, key=entry.credit_code), said)


def correct(database: Database, key: str, entry: Entry, said: Said) -> Entry:
    """Put a newer row over that of `key`; the older one stays in the history."""
    with database.write() as connection:
        database.one_at_a_time(connection, _LOCK)
        corrected = replace(entry, key=key)
        _refuse_twice(connection, corrected)
        return _insert(connection, corrected, said)


def entries(database: Database) -> list[Entry]:
    """Every platform as it is registered now, by name."""
    with database.read() as connection:
        return sorted(_current(connection), key=lambda each: each.name)


def history(database: Database, key: str) -> list[tuple[Entry, Said]]:
    """Every row of one platform, oldest first."""
    query = select(platform).where(platform.c.key == key).order_by(platform.c.id)
    with database.read() as connection:
        return [(_entry(row), Said(row.said_by, row.said_at)) for row in connection.execute(query)]


def find(database: Database, name: str) -> Entry:
    """The platform of exactly this full name, short name or code, as now registered.

    Raises PlatformNotFound or PlatformAmbiguous.
    """
    wanted = folded(name)
    found = [each for each in entries(database) if wanted and wanted in _names(each)]
    if not found:
        raise PlatformNotFound(f"登记册里没有“{name}”，请用 huiqi platform list 查看全称。")
    if len(found) > 1:
        names = "、".join(each.name for each in found)
        raise PlatformAmbiguous(f"“{name}”对应多个平台：{names}，请写全称或统一社会信用代码。")
    return found[0]


def record(database: Database, key: str) -> Record:
    """One platform with its filings and events; raises PlatformNotFound."""
    found = records(database, [key])
    if not found:
        raise PlatformNotFound("登记册里没有这个平台，请用 huiqi platform list 查看。")
    return found[0]


def records(database: Database, keys: Collection[str]) -> list[Record]:
    """A few platforms with their filings and events, in one view of the database."""
    with database.read() as connection:
        found = _current(connection, keys)
        filings = _filings(connection, filing.c.platform.in_(keys))
        events = _events(connection, keys)
    return [
        Record(each, filings.get(each.key, {}), tuple(events.get(each.key, ()))) for each in found
    ]


def overview(database: Database, month: Month) -> list[Record]:
    """Every platform with its events, and of its filings that of one month."""
    with database.read() as connection:
        found = _current(connection)
        filed = _filings(connection, filing.c.month == str(month))
        events = _events(connection, None)
    return [
        Record(each, filed.get(each.key, {}), tuple(events.get(each.key, ()))) for each in found
    ]


def file(database: Database, key: str, filed: Filed, said: Said) -> bool:
    """Record a report or that there is none; False if just this is recorded already."""
    with database.write() as connection:
        database.one_at_a_time(connection, f"{_LOCK}:{key}")
        entry = _required(connection, key)
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


def happen(
    database: Database, key: str, event: Happening, said: Said, replaces: int | None = None
) -> int:
    """Record an event, or the correction of one; gives its number (the event's own is not used)."""
    require_event(event.kind, event.day, event.note, beijing_day(said.at))
    if event.kind == WITHDRAWN and replaces is None:
        raise WrongEntry("“作废”要写明作废的是哪一条，请用 --replaces 写它的编号。")
    with database.write() as connection:
        database.one_at_a_time(connection, f"{_LOCK}:{key}")
        _required(connection, key)
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


def _names(entry: Entry) -> set[str]:
    return {folded(name) for name in (entry.name, entry.short_name, entry.credit_code) if name}


def _refuse_twice(connection: Connection, entry: Entry) -> None:
    for other in _current(connection):
        if other.key == entry.key:
            continue
        if entry.credit_code in (other.credit_code, other.key):
            raise PlatformExists(
                f"统一社会信用代码已登记在“{other.name}”名下，要更正请加 --correct。"
            )
        if folded(entry.name) == folded(other.name):
            raise PlatformExists(f"已登记有“{other.name}”，要更正请加 --correct。")


def _insert(connection: Connection, entry: Entry, said: Said) -> Entry:
    row = {
        "key": entry.key,
        "name": entry.name,
        "short_name": entry.short_name,
        "credit_code": entry.credit_code,
        "recommender": entry.recommender,
        "certified_on": entry.certified_on.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
        "announced": int(entry.announced),
        "said_by": said.by,
        "said_at": said.at,
    }
    connection.execute(platform.insert(), row)
    return entry


def _current(connection: Connection, keys: Collection[str] | None = None) -> list[Entry]:
    """The newest row of each platform, of all or of those named."""
    newest = select(func.max(platform.c.id)).group_by(platform.c.key)
    query = select(platform).where(platform.c.id.in_(newest))
    if keys is not None:
        query = query.where(platform.c.key.in_(keys))
    return [_entry(row) for row in connection.execute(query)]


def _required(connection: Connection, key: str) -> Entry:
    for entry in _current(connection, [key]):
        return entry
    raise PlatformNotFound("登记册里没有这个平台，请用 huiqi platform list 查看。")


def _entry(row: Any) -> Entry:
    return Entry(
        name=row.name,
        credit_code=row.credit_code,
        recommender=row.recommender,
        certified_on=date.fromisoformat(row.certified_on),
        valid_until=date.fromisoformat(row.valid_until),
        announced=bool(row.announced),
        short_name=row.short_name,
        key=row.key,
    )


def _filings(connection: Connection, which: Any) -> dict[str, dict[Month, date | None]]:
    found: dict[str, dict[Month, date | None]] = {}
    for row in connection.execute(select(filing).where(which).order_by(filing.c.id)):
        # A later row takes the place of an earlier one.
        day = date.fromisoformat(row.filed_on) if row.filed_on else None
        found.setdefault(row.platform, {})[month_of(row.month)] = day
    return found


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
