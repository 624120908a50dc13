"""Who is reminded of what, as a recommender or a platform sees it: by channel, never by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.platforms import bindings
from surveys.platforms.bindings import Binding
from surveys.platforms.duties import ahead
from surveys.platforms.model import Record
from surveys.schema import reminder, subscription

State = Literal["running", "snoozed", "stopped"]
Subject = tuple[str, str]  # role and subject, as a binding has them
CHANNELS = {"web": "网页", "wechat": "微信", "telegram": "Telegram"}
MONTHS = 2  # reports that are looked ahead for


@dataclass(frozen=True)
class Watcher:
    """A bound contact; `announced` is when it was last reminded of anything."""

    binding: Binding
    channel: str
    state: State
    snoozed_until: float | None
    announced: float | None


@dataclass(frozen=True)
class Coming:
    """A reminder that will be made on `day` if nothing is filed before."""

    day: date
    key: str
    name: str
    says: str
    due: date


def watchers(database: Database, subjects: Collection[Subject], now: float) -> list[Watcher]:
    """Contacts bound to any of the subjects, the longest bound first."""
    mine = [each for each in bindings.standing(database) if (each.role, each.subject) in subjects]
    with database.read() as connection:
        running = _subscriptions(connection)
        announced = _announced(connection)
    return [
        _watcher(each, running.get((each.contact_key, each.role, each.subject)), announced, now)
        for each in mine
    ]


def coming(records: Iterable[Record], today: date, days: int) -> list[Coming]:
    """The reminders of the days to come, soonest first."""
    until = today + timedelta(days=days)
    found = [each for record in records for each in _of(record, today) if each.day <= until]
    return sorted(found, key=lambda each: (each.day, each.name, each.due))


def _of(record: Record, today: date) -> Iterator[Coming]:
    entry = record.entry
    for duty in ahead(record, today, MONTHS):
        for step in duty.steps:
            if step.day > today:
                yield Coming(step.day, entry.key, entry.name, duty.says, duty.due)


def _watcher(bound: Binding, row: Any, announced: dict[str, float], now: float) -> Watcher:
    channel = bound.contact_key.partition(":")[0]
    snoozed = row.snoozed_until if row is not None else None
    state: State = "running"
    if row is None or row.stopped_at is not None:
        state = "stopped"
    elif snoozed is not None and snoozed > now:
        state = "snoozed"
    last = announced.get(bound.contact_key)
    return Watcher(bound, CHANNELS.get(channel, "其他"), state, snoozed, last)


def _subscriptions(connection: Connection) -> dict[tuple[str, str, str], Any]:
    rows = connection.execute(select(subscription)).all()
    return {(row.contact_key, row.role, row.subject): row for row in rows}


def _announced(connection: Connection) -> dict[str, float]:
    query = select(reminder.c.contact_key, func.max(reminder.c.sent_at))
    return dict(connection.execute(query.group_by(reminder.c.contact_key)).all())
