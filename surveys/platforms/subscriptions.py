"""Who wants to be reminded of what, and what was announced to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import and_, select, update
from sqlalchemy.engine import Connection

from knowledge.rules.deadlines.months import Month
from surveys.database import Database
from surveys.handovers import same_person
from surveys.platforms import records
from surveys.platforms.bindings import Binding
from surveys.platforms.duties import LATE_DAYS
from surveys.platforms.model import beijing_day
from surveys.platforms.reminders import Filings, Message, Sent, Watched, tomorrow
from surveys.schema import binding, reminder, subscription
from surveys.withdrawing import withdraw_of

REMINDER = "reminder:"  # how the keys of what is announced begin
_MOST_CONTACTS = 500  # in one statement


def subscribe(database: Database, bound: Collection[Binding], now: float) -> None:
    """Remind a contact from now on of all it is bound to."""
    with database.write() as connection:
        for each in bound:
            database.one_at_a_time(connection, f"subscription:{each.contact_key}")
            _subscribe(connection, each, now)


def stop(database: Database, contact_key: str, now: float) -> bool:
    """Remind a person no more, on no channel; False if nobody was going to.

    What is on its way is taken back.
    """
    with database.write() as connection:
        contacts = same_person(connection, contact_key)
        mine = subscription.c.contact_key.in_(list(contacts))
        running = update(subscription).where(mine, subscription.c.stopped_at.is_(None))
        stopped = connection.execute(running.values(stopped_at=now))
        withdraw_of(connection, contacts, REMINDER, now)
    return bool(stopped.rowcount)


def snooze(database: Database, contact_key: str, now: float) -> bool:
    """Remind a contact again tomorrow and not before; False if it is not reminded at all."""
    running = subscription.c.contact_key == contact_key, subscription.c.stopped_at.is_(None)
    later = update(subscription).where(*running).values(snoozed_until=tomorrow(now))
    with database.write() as connection:
        return bool(connection.execute(later).rowcount)


def watched(database: Database, now: float) -> tuple[list[Watched], Filings]:
    """Everyone to be reminded, and the reports of last month, the one that is due."""
    month = Month.of(beijing_day(now)).plus(-1)
    known = {each.entry.key: each for each in records.overview(database, month)}
    query = select(subscription).select_from(_bound()).where(subscription.c.stopped_at.is_(None))
    with database.read() as connection:
        rows = connection.execute(query).all()
    found = [
        Watched(
            row.contact_key,
            row.subject,
            beijing_day(row.started_at),
            known[row.subject] if row.role == "platform" else None,
            row.snoozed_until,
        )
        for row in rows
        if row.role != "platform" or row.subject in known
    ]
    return found, {key: each.filings for key, each in known.items()}


def announced(database: Database, now: float) -> set[Sent]:
    """What was announced of all duties that may still be announced."""
    oldest = beijing_day(now) - timedelta(days=LATE_DAYS)
    with database.read() as connection:
        return _sent(connection, reminder.c.due >= oldest.isoformat())


def announce(connection: Connection, messages: Sequence[Message], now: float) -> list[Message]:
    """Write down that these are sent; gives those that another sweep did not send meanwhile."""
    contacts = [each.contact_key for each in messages]
    assert len(contacts) <= _MOST_CONTACTS
    known = _sent(connection, reminder.c.contact_key.in_(contacts))
    fresh = [each for each in messages if not known.intersection(each.steps)]
    rows = [_row(step, now) for each in fresh for step in each.steps]
    if rows:
        connection.execute(reminder.insert(), rows)
    return fresh


def in_batches(messages: Sequence[Message]) -> Iterable[Sequence[Message]]:
    """As many as one transaction takes: others are not kept waiting for all of them."""
    return [messages[at : at + _MOST_CONTACTS] for at in range(0, len(messages), _MOST_CONTACTS)]


def _subscribe(connection: Connection, bound: Binding, now: float) -> None:
    """A subscription that goes on is left as it is, so that binding again repeats nothing."""
    mine = and_(
        subscription.c.contact_key == bound.contact_key,
        subscription.c.role == bound.role,
        subscription.c.subject == bound.subject,
    )
    row = connection.execute(select(subscription).where(mine)).one_or_none()
    values = {"started_at": now, "stopped_at": None, "snoozed_until": None}
    if row is None:
        names = {"contact_key": bound.contact_key, "role": bound.role, "subject": bound.subject}
        connection.execute(subscription.insert(), {**names, **values})
    elif row.stopped_at is not None:
        connection.execute(update(subscription).where(mine).values(**values))


def _bound() -> object:
    """Subscriptions of bindings that hold."""
    return subscription.join(
        binding,
        and_(
            binding.c.contact_key == subscription.c.contact_key,
            binding.c.role == subscription.c.role,
            binding.c.subject == subscription.c.subject,
            binding.c.ended_at.is_(None),
        ),
    )


def _sent(connection: Connection, which: object) -> set[Sent]:
    columns = reminder.c.contact_key, reminder.c.duty, reminder.c.due, reminder.c.step
    return {
        Sent(contact, duty, date.fromisoformat(due), step)
        for contact, duty, due, step in connection.execute(select(*columns).where(which))
    }


def _row(step: Sent, now: float) -> dict[str, object]:
    return {
        "contact_key": step.contact_key,
        "duty": step.duty,
        "due": step.due.isoformat(),
        "step": step.step,
        "sent_at": now,
    }
