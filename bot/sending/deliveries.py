"""The rows of what is on its way: taken in the order of each contact, settled by outcome.

States: queued → sending → sent; waiting until the contact writes; dead, which a person sees.
A row found sending after its lease has ended is unknown: its process was killed before or
after the call went out. A reply is then sent once more, bulk never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.engine import Connection

from bot.messages import Delivered
from surveys.delivery_schema import contact, delivery
from surveys.schema import outbox
from surveys.statements import put

QUEUED, SENDING, SENT, WAITING, DEAD = "queued", "sending", "sent", "waiting", "dead"
_INSERT = delivery.insert()
LEASE_SECONDS = 12.0
MOST_AGAIN = 3  # for what a channel took and did not deliver
LOST = "对方早已停用或拉黑"
UNKNOWN = "发送途中程序中断，不知道对方是否已收到"


@dataclass(frozen=True)
class Job:
    """A row that this sender holds."""

    outbox_id: int
    contact_key: str
    bulk: bool
    parts_sent: int
    tries: int
    broken_off: int  # how often it went out and no answer came
    said: Delivered


def plan(
    connection: Connection, outbox_id: int, contact_key: str, now: float, *, bulk: bool
) -> None:
    """Queue an outbox row of a contact that is written to by us."""
    lost = bulk and is_lost(connection, contact_key)
    row = {
        "outbox_id": outbox_id,
        "contact_key": contact_key,
        "bulk": int(bulk),
        "state": DEAD if lost else QUEUED,
        "reason": LOST if lost else None,
        "parts_sent": 0,
        "tries": 0,
        "broken_off": 0,
        "next_at": now,
        "changed_at": now,
    }
    connection.execute(_INSERT, row)


def claim(
    connection: Connection, prefixes: Sequence[str], owner: str, now: float, most: int
) -> list[Job]:
    """Take up to `most` rows of these accounts, replies first, never two of one contact.

    A reminder that has to wait, for the morning or for tomorrow, keeps no reply waiting; a reply
    that waits until the contact writes is not overtaken by the next one.
    """
    ahead = delivery.alias("ahead")
    before = or_(
        ahead.c.bulk < delivery.c.bulk,
        and_(ahead.c.bulk == delivery.c.bulk, ahead.c.outbox_id < delivery.c.outbox_id),
    )
    waits = and_(ahead.c.state == WAITING, ahead.c.bulk == 0, delivery.c.bulk == 0)
    overtaking = exists().where(
        ahead.c.contact_key == delivery.c.contact_key,
        or_(ahead.c.state == SENDING, and_(or_(ahead.c.state == QUEUED, waits), before)),
    )
    held = exists().where(
        contact.c.contact_key == delivery.c.contact_key,
        or_(contact.c.held_until > now, contact.c.unreachable_at.is_not(None)),
    )
    query = (
        select(delivery, outbox.c.body)
        .select_from(delivery.join(outbox, outbox.c.id == delivery.c.outbox_id))
        .where(
            delivery.c.state == QUEUED,
            delivery.c.next_at <= now,
            or_(*(delivery.c.contact_key.startswith(each, autoescape=True) for each in prefixes)),
            ~overtaking,
            ~held,
        )
        .order_by(delivery.c.bulk, delivery.c.outbox_id)
        .limit(most)
        .with_for_update(skip_locked=True, of=delivery)
    )
    rows = connection.execute(query).all()
    if rows:
        taken = delivery.c.outbox_id.in_([row.outbox_id for row in rows])
        values = {"state": SENDING, "owner": owner, "lease_until": now + LEASE_SECONDS}
        connection.execute(update(delivery).where(taken).values(**values))
    return [_job(row) for row in rows]


def _job(row: Any) -> Job:
    said = Delivered.from_row(row.outbox_id, row.body)
    so_far = row.parts_sent, row.tries, row.broken_off
    return Job(row.outbox_id, row.contact_key, bool(row.bulk), *so_far, said)


def take_back(connection: Connection, now: float) -> None:
    """Settle what a killed sender left behind."""
    left = and_(delivery.c.state == SENDING, delivery.c.lease_until < now)
    again = and_(left, delivery.c.bulk == 0, delivery.c.broken_off == 0)
    connection.execute(
        update(delivery)
        .where(again)
        .values(state=QUEUED, broken_off=1, next_at=now, changed_at=now, reason=UNKNOWN)
    )
    connection.execute(
        update(delivery).where(left).values(state=DEAD, changed_at=now, reason=UNKNOWN)
    )


def extend(connection: Connection, outbox_ids: Sequence[int], owner: str, now: float) -> None:
    """Say that the sender lives and goes on with these rows."""
    mine = and_(delivery.c.outbox_id.in_(outbox_ids), delivery.c.owner == owner)
    connection.execute(
        update(delivery)
        .where(mine, delivery.c.state == SENDING)
        .values(lease_until=now + LEASE_SECONDS)
    )


def settle(connection: Connection, job: Job, owner: str, now: float, **values: Any) -> bool:
    """Write what became of a row; False if another sender has taken it over."""
    mine = and_(
        delivery.c.outbox_id == job.outbox_id,
        delivery.c.state == SENDING,
        delivery.c.owner == owner,
    )
    done = connection.execute(update(delivery).where(mine).values(changed_at=now, **values))
    return bool(done.rowcount)


def release(connection: Connection, contact_key: str, now: float) -> None:
    """What waited for the contact to write is queued again."""
    again = {"state": QUEUED, "tries": 0, "next_at": now, "changed_at": now}
    put(connection, delivery, {"contact_key": contact_key, "state": WAITING}, again)


def give_up_all(connection: Connection, contact_key: str, reason: str, now: float) -> None:
    queued = and_(delivery.c.contact_key == contact_key, delivery.c.state.in_((QUEUED, WAITING)))
    connection.execute(
        update(delivery).where(queued).values(state=DEAD, changed_at=now, reason=reason)
    )


def undelivered(
    connection: Connection,
    contact_key: str,
    external_id: str,
    now: float,
    reason: str,
    again_at: float | None = None,
) -> None:
    """A row that was sent did not arrive after all: it is sent again a few times, or given up."""
    mine = and_(
        delivery.c.contact_key == contact_key,
        delivery.c.external_id == external_id,
        delivery.c.state == SENT,
    )
    values = {"changed_at": now, "reason": reason}
    if again_at is not None:
        again = and_(mine, delivery.c.broken_off < MOST_AGAIN)
        once_more = {"state": QUEUED, "next_at": again_at, "broken_off": delivery.c.broken_off + 1}
        connection.execute(update(delivery).where(again).values(once_more | values))
    connection.execute(update(delivery).where(mine).values(state=DEAD, **values))


def is_lost(connection: Connection, contact_key: str) -> bool:
    """Whether the channel said that the contact cannot be reached, and it has not written since."""
    query = select(contact.c.unreachable_at).where(contact.c.contact_key == contact_key)
    return connection.execute(query).scalar() is not None


def bulk_since(connection: Connection, contact_key: str, since: float) -> int:
    """How many unasked messages a contact was sent since then."""
    query = select(func.count()).where(
        delivery.c.contact_key == contact_key,
        delivery.c.bulk == 1,
        delivery.c.state == SENT,
        delivery.c.changed_at >= since,
    )
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection) -> dict[str, int]:
    """How many rows are in each state but sent."""
    query = (
        select(delivery.c.state, func.count())
        .where(delivery.c.state != SENT)
        .group_by(delivery.c.state)
    )
    found = {state: int(count) for state, count in connection.execute(query)}
    return {state: found.get(state, 0) for state in (QUEUED, SENDING, WAITING, DEAD)}
