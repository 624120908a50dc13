"""The worker: takes inbox rows, asks the assistant, writes the reply and closes the row.

Rows of one contact are taken in order, rows of different contacts side by side. The reply
and the end of the inbox row are one transaction, so a crash at any point leaves either an
open row, which is taken again, or a finished one with its reply.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
from collections.abc import Callable

from bot import inbox, outbox
from bot.assistant import Assistant
from bot.errors import TurnFailed, TurnUnavailable
from bot.inbox import Received
from bot.messages import Claimed, Delivered, Incoming, Reply
from surveys.database import Database

log = logging.getLogger("huiqi.worker")

AT_ONCE = 24
MOST_TRIES = 3
IDLE_SECONDS = 1.0
RETRY_SECONDS = 0.7
GIVEN_UP = Reply(
    "抱歉，这条消息我试了几次都没能处理好，已经记下来，会有人查看。您可以换个说法再问一次。"
)


class Worker:
    """Runs until cancelled; several may run on one database."""

    def __init__(
        self,
        database: Database,
        assistant: Assistant,
        clock: Callable[[], float],
        written: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._assistant = assistant
        self._clock = clock
        self._written = written  # told after each reply, for those who send them on
        self._owner = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._wake = asyncio.Event()
        self._left = False  # whether rows wait that a turn's end should look for
        self._turns: dict[int, asyncio.Task[None]] = {}
        self._waiters: dict[int, asyncio.Future[Delivered]] = {}

    async def receive(self, message: Incoming) -> Received:
        """Write a delivery down and start on it at once where there is room for it."""
        owner = self._owner if len(self._turns) < AT_ONCE else ""
        received = await asyncio.to_thread(
            inbox.receive, self._database, message, self._clock(), owner
        )
        if received.taken:
            self._start(received.taken)
        elif not owner:
            self._left = True
            if len(self._turns) < AT_ONCE:  # room was made in the meantime
                self._wake.set()
        return received

    async def reply(self, received: Received, seconds: float) -> Delivered | None:
        """Wait up to `seconds` for the reply to a delivery, whoever writes it.

        An earlier delivery may be answered already, so the table is asked first.
        """
        inbox_id = received.id
        ends = self._clock() + seconds
        waiter = self._waiters.setdefault(inbox_id, asyncio.get_running_loop().create_future())
        try:
            if not received.fresh and (known := await self._known_reply(inbox_id)):
                return known
            while (left := ends - self._clock()) > 0:
                with contextlib.suppress(TimeoutError):
                    return await asyncio.wait_for(asyncio.shield(waiter), min(left, IDLE_SECONDS))
                if known := await self._known_reply(inbox_id):
                    return known
            return None
        finally:
            self._waiters.pop(inbox_id, None)

    async def _known_reply(self, inbox_id: int) -> Delivered | None:
        return await asyncio.to_thread(outbox.reply_to, self._database, inbox_id)

    async def run(self) -> None:
        """Take and answer messages until cancelled."""
        lease = asyncio.create_task(self._keep_lease())
        try:
            while True:
                await self._take()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
        finally:
            lease.cancel()
            for turn in self._turns.values():
                turn.cancel()

    async def _take(self) -> None:
        """Start a turn for each free row, as far as there is room."""
        self._wake.clear()
        self._left = False
        room = AT_ONCE - len(self._turns)
        if room <= 0:
            return
        try:
            rows = await asyncio.to_thread(
                inbox.claim, self._database, self._owner, self._clock(), room
            )
        except Exception:
            log.exception("could not read the inbox; trying again")
            return
        self._left = len(rows) == room  # there may be more
        for row in rows:
            self._start(row)

    def _start(self, row: Claimed) -> None:
        self._turns[row.id] = asyncio.create_task(self._turn(row))

    async def _turn(self, row: Claimed) -> None:
        try:
            await self._answer(row)
        except Exception:
            # The row stays held; when its lease has ended it is taken again.
            log.exception("turn %s broke off", row.id)
        finally:
            del self._turns[row.id]
            if self._left:
                self._wake.set()

    async def _answer(self, row: Claimed) -> None:
        try:
            reply = await self._assistant.turn(row)
        except TurnUnavailable:
            await self._later(row, tried=False)
        except TurnFailed:
            await self._failed(row)
        else:
            await self._finish(row, reply, inbox.DONE)

    async def _failed(self, row: Claimed) -> None:
        if row.tries + 1 < MOST_TRIES:
            await self._later(row, tried=True)
        else:
            log.error("turn %s given up after %s tries", row.id, MOST_TRIES)
            await self._finish(row, GIVEN_UP, inbox.DEAD)

    async def _later(self, row: Claimed, *, tried: bool) -> None:
        due = self._clock() + RETRY_SECONDS * (1 + row.tries)
        await asyncio.to_thread(inbox.put_back, self._database, row.id, due, tried=tried)

    async def _finish(self, row: Claimed, reply: Reply, state: str) -> None:
        said, following = await asyncio.to_thread(self._write, row, reply, state)
        if following:
            self._start(following)
        waiter = self._waiters.get(row.id)
        if said and waiter and not waiter.done():
            waiter.set_result(said)
        self._written()

    def _write(
        self, row: Claimed, reply: Reply, state: str
    ) -> tuple[Delivered | None, Claimed | None]:
        """The reply and the end of the row, together or not at all; and the contact's next row."""
        now = self._clock()
        with self._database.write() as connection:
            if not inbox.close(connection, row, self._owner, now, state):
                return None, None
            said = outbox.put(connection, row, reply, now)
            return said, inbox.claim_next(connection, row, self._owner, now)

    async def _keep_lease(self) -> None:
        while True:
            await asyncio.sleep(inbox.LEASE_SECONDS / 3)
            if self._turns:
                await asyncio.to_thread(
                    inbox.extend, self._database, list(self._turns), self._clock()
                )
