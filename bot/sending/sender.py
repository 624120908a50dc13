"""The sender: brings queued rows to their contacts, by the pace and the answers of each channel.

Several may run on one database. Rows of one contact go in order, rows of different
contacts side by side.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.sending import contacts, deliveries
from bot.sending.bulk import postponed
from bot.sending.carrier import Carrier, Failed, Halt, Later, Outcome, Sent, Unreachable, Waits
from bot.sending.deliveries import DEAD, QUEUED, SENT, WAITING, Job
from bot.sending.pace import Pace
from surveys.database import Database

log = logging.getLogger("huiqi.sender")

AT_ONCE = 32
MOST_TRIES = 17  # half an hour, when the other side asks for five seconds
LONGEST_PAUSE = 120.0
NO_ANSWER = "发了两次都没有收到应答，不知道对方是否已收到"
IDLE_SECONDS = 0.5


class Sender:
    """Runs until cancelled."""

    def __init__(
        self, database: Database, carriers: Sequence[Carrier], clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._carriers = {each.prefix: each for each in carriers}
        self._paces = {
            each.prefix: Pace(each.per_second, each.contact_seconds) for each in carriers
        }
        self._halted = dict.fromkeys(self._carriers, 0.0)
        self._clock = clock
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._wake = asyncio.Event()
        self._jobs: dict[int, asyncio.Task[None]] = {}

    def wake(self) -> None:
        """Something was written that may go out."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        if not self._carriers:
            return
        lease = asyncio.create_task(self._keep_lease())
        try:
            while True:
                self._wake.clear()
                await self._take()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
        finally:
            lease.cancel()
            for job in self._jobs.values():
                job.cancel()

    async def _take(self) -> None:
        room = AT_ONCE - len(self._jobs)
        now = self._clock()
        open_ = [prefix for prefix, until in self._halted.items() if until <= now]
        if room <= 0 or not open_:
            return
        try:
            jobs = await asyncio.to_thread(self._claim, open_, now, room)
        except Exception:
            log.exception("could not read what is to be sent; trying again")
            return
        for job in jobs:
            self._jobs[job.outbox_id] = asyncio.create_task(self._send(job))

    def _claim(self, prefixes: Sequence[str], now: float, most: int) -> list[Job]:
        with self._database.write() as connection:
            return deliveries.claim(connection, prefixes, self._owner, now, most)

    async def _send(self, job: Job) -> None:
        prefix = next(each for each in self._carriers if job.contact_key.startswith(each))
        try:
            left, outcome = await self._parts(job, prefix)
            await asyncio.to_thread(self._settle, left, prefix, outcome)
        except Exception:
            # The row stays held; when its lease has ended it counts as unknown.
            log.exception("sending %s broke off", job.outbox_id)
        finally:
            del self._jobs[job.outbox_id]
            self._wake.set()

    async def _parts(self, job: Job, prefix: str) -> tuple[Job, Outcome]:
        """Send what is left of a message: how far it got, and the outcome of the last call."""
        carrier, pace = self._carriers[prefix], self._paces[prefix]
        if job.bulk and (wait := await asyncio.to_thread(self._postponed, job)):
            return job, wait
        parts = carrier.parts(job.said)
        outcome: Outcome = Sent()
        for place in range(job.parts_sent, len(parts)):
            await asyncio.sleep(pace.wait(job.contact_key, self._clock()))
            outcome = await carrier.send(job.contact_key, parts[place], bulk=job.bulk)
            if not isinstance(outcome, Sent):
                break
            if place + 1 < len(parts):
                # Each part has its own tries.
                job = replace(job, parts_sent=place + 1, tries=0, broken_off=0)
                await asyncio.to_thread(
                    self._write, job, parts_sent=job.parts_sent, tries=0, broken_off=0
                )
        return job, outcome

    def _postponed(self, job: Job) -> Later | None:
        with self._database.read() as connection:
            return postponed(connection, job.contact_key, self._clock())

    def _settle(self, job: Job, prefix: str, outcome: Outcome) -> None:
        now = self._clock()
        match outcome:
            case Sent(external_id):
                self._write(job, state=SENT, reason=None, external_id=external_id or None)
            case Later(unsure=True) if job.broken_off:
                self._dead(job, NO_ANSWER)
            case Later(seconds, reason, unsure=True):
                self._later(job, now + seconds, reason, tried=True, broken_off=1)
            case Later(seconds, reason, throttled=True):
                self._later(job, now + seconds, reason, tried=False)
            case Later(seconds, reason):
                self._later(job, now + _pause(seconds, job.tries), reason, tried=True)
            case Halt(seconds, reason):
                log.error("%s stops for %.0f s: %s", prefix, seconds, reason)
                self._halted[prefix] = now + seconds
                self._later(job, now + seconds, reason, tried=False)
            case Waits(reason):
                self._write(job, state=WAITING, reason=reason)
            case Unreachable(reason):
                self._lost(job, reason, now)
            case Failed(reason):
                self._dead(job, reason)

    def _later(self, job: Job, at: float, reason: str, *, tried: bool, **values: int) -> None:
        tries = job.tries + int(tried)
        if tries >= MOST_TRIES:
            self._dead(job, f"试了{tries}次没有发出去：{reason}")
        else:
            self._write(job, state=QUEUED, tries=tries, next_at=at, reason=reason, **values)

    def _dead(self, job: Job, reason: str) -> None:
        log.error("message %s given up: %s", job.outbox_id, reason)
        self._write(job, state=DEAD, reason=reason)

    def _lost(self, job: Job, reason: str, now: float) -> None:
        with self._database.write() as connection:
            deliveries.settle(connection, job, self._owner, now, state=DEAD, reason=reason)
            contacts.lose(connection, job.contact_key, reason, now)

    def _write(self, job: Job, **values: Any) -> None:
        with self._database.write() as connection:
            deliveries.settle(connection, job, self._owner, self._clock(), **values)

    async def _keep_lease(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._extend, list(self._jobs))
            except Exception:
                log.exception("could not keep what is being sent; trying again")
            await asyncio.sleep(deliveries.LEASE_SECONDS / 3)

    def _extend(self, outbox_ids: list[int]) -> None:
        """Keep our own rows, and settle those that a killed sender left."""
        with self._database.write() as connection:
            deliveries.extend(connection, outbox_ids, self._owner, self._clock())
            deliveries.take_back(connection, self._clock())


def _pause(seconds: float, tries: int) -> float:
    """How long to leave the other side alone: longer each time in a row."""
    return min(seconds * 3.0**tries, LONGEST_PAUSE)
