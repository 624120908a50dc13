"""The entries of the register. Nothing is changed in place: a correction is a newer row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.platforms.entries import LONGEST_SOURCE
from surveys.platforms.errors import (
    PlatformAmbiguous,
    PlatformExists,
    PlatformNotFound,
    WrongEntry,
)
from surveys.platforms.model import Entry, folded
from surveys.schema import platform

_LOCK = "platform"


@dataclass(frozen=True)
class Said:
    """Who says so, and when: a contact's key, or a unit."""

    by: str
    at: float

    def __post_init__(self) -> None:
        if not 0 < len(self.by) <= LONGEST_SOURCE:
            raise WrongEntry(f"“谁说的”应有1到{LONGEST_SOURCE}个字，请写单位或角色。")


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
        return sorted(current(connection), key=lambda each: each.name)


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


def _names(entry: Entry) -> set[str]:
    return {folded(name) for name in (entry.name, entry.short_name, entry.credit_code) if name}


def _refuse_twice(connection: Connection, entry: Entry) -> None:
    for other in current(connection):
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


def current(connection: Connection, keys: Collection[str] | None = None) -> list[Entry]:
    """The newest row of each platform, of all or of those named."""
    newest = select(func.max(platform.c.id)).group_by(platform.c.key)
    query = select(platform).where(platform.c.id.in_(newest))
    if keys is not None:
        query = query.where(platform.c.key.in_(keys))
    return [_entry(row) for row in connection.execute(query)]


def required(connection: Connection, key: str) -> Entry:
    """The newest row of a platform; raises PlatformNotFound."""
    for entry in current(connection, [key]):
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
