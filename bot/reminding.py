"""The sweep: reminders that are due go to the outbox, every few minutes while the gateway runs.

What a contact is told, and that it was told, is one transaction: a sweep that breaks off
anywhere neither loses a reminder nor sends one twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging

from bot import outbox
from bot.outbox import Unasked
from surveys.campaigns.nudging import Nudge, due_nudges, note_nudge
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.platforms import subscriptions
from surveys.platforms.reminders import Message, due_messages, is_quiet

log = logging.getLogger("huiqi.reminding")

EVERY_SECONDS = 300.0
_LOCK = "reminders"


def sweep(database: Database, now: float) -> int:
    """Write what is due now; gives the number of messages."""
    if is_quiet(now):
        return 0
    platforms, filings = subscriptions.watched(database, now)
    sent = subscriptions.announced(database, now)
    messages = due_messages(platforms, filings, sent, now)
    written = 0
    for batch in subscriptions.in_batches(messages):
        with database.write() as connection:
            database.one_at_a_time(connection, _LOCK)
            fresh = subscriptions.announce(connection, batch, now)
            outbox.put_unasked(connection, [_unasked(each) for each in fresh], now)
        written += len(fresh)
    return written


def nudge(office: Office) -> int:
    """Remind firms that began an interview; gives the number of messages."""
    if is_quiet(office.now()):
        return 0
    with office.database.read() as connection:
        due = list(due_nudges(connection, office))
    return sum(_nudged(office, each) for each in due)


def _nudged(office: Office, each: Nudge) -> bool:
    """One reminder and its place in the evidence, once."""
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, _LOCK)
        if outbox.is_written(connection, each.key):
            return False
        outbox.put_unasked(
            connection, [Unasked(each.key, each.contact_key, each.text)], office.now()
        )
        note_nudge(connection, office, each)
    return True


async def keep_reminding(office: Office) -> None:
    """Sweep until cancelled; one that fails is tried again with the next."""
    while True:
        try:
            written = await asyncio.to_thread(sweep, office.database, office.now())
            written += await asyncio.to_thread(nudge, office)
            if written:
                log.info("%s reminders written", written)
        except Exception:
            log.exception("reminders were not written; trying again")
        await asyncio.sleep(EVERY_SECONDS)


def _unasked(message: Message) -> Unasked:
    steps = "\n".join(sorted(f"{each.duty} {each.due} {each.step}" for each in message.steps))
    key = hashlib.sha256(f"{message.contact_key}\n{steps}".encode()).hexdigest()
    return Unasked(f"{subscriptions.REMINDER}{key}", message.contact_key, message.text)
