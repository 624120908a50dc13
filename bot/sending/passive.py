"""Replies that go back in the channel's own open request, so that the sender leaves them alone.

While such a request is open the contact is held. What was handed out once is given to a
repeat of the same request again, because the first one may have been cut off.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from sqlalchemy import and_, select, update

from bot.inbox import Received
from bot.messages import Delivered
from bot.sending import contacts
from bot.sending.deliveries import QUEUED, SENT, WAITING
from bot.worker import Worker
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.schema import outbox


class PassiveReplies:
    """What a channel with open requests asks of the outbox."""

    def __init__(
        self,
        database: Database,
        worker: Worker,
        clock: Callable[[], float],
        released: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._worker = worker
        self._clock = clock
        self._released = released

    async def hold(self, contact_key: str, seconds: float) -> None:
        """Keep the sender from this contact while a request is open."""
        until = self._clock() + seconds
        await asyncio.to_thread(self._hold, contact_key, until)

    async def release(self, contact_key: str) -> None:
        """No request is open any more: what is left goes by the sender."""
        await asyncio.to_thread(self._hold, contact_key, 0.0)
        self._released()

    def _hold(self, contact_key: str, until: float) -> None:
        with self._database.write() as connection:
            contacts.hold(connection, contact_key, until)

    async def reply(self, received: Received, seconds: float) -> Delivered | None:
        """The reply to a delivery, waiting up to `seconds`."""
        return await self._worker.reply(received, seconds)

    async def before(self, contact_key: str, outbox_id: int) -> tuple[Delivered, ...]:
        """What was said earlier and could not be sent since, oldest first."""
        return await asyncio.to_thread(self._before, contact_key, outbox_id)

    def _before(self, contact_key: str, outbox_id: int) -> tuple[Delivered, ...]:
        query = (
            select(outbox.c.id, outbox.c.body)
            .select_from(delivery.join(outbox, outbox.c.id == delivery.c.outbox_id))
            .where(
                delivery.c.contact_key == contact_key,
                delivery.c.state.in_((QUEUED, WAITING)),
                delivery.c.outbox_id < outbox_id,
            )
            .order_by(delivery.c.outbox_id)
        )
        with self._database.read() as connection:
            return tuple(Delivered.from_row(row.id, row.body) for row in connection.execute(query))

    async def parts_sent(self, outbox_id: int) -> int:
        """How many parts of a message went out already."""
        query = select(delivery.c.parts_sent).where(delivery.c.outbox_id == outbox_id)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar() or 0)

    async def handed_out(self, outbox_ids: Sequence[int]) -> None:
        """These went out whole in the open request."""
        await asyncio.to_thread(self._mark, outbox_ids, {"state": SENT, "reason": None})

    async def begun(self, outbox_id: int, parts: int) -> None:
        """So many parts of this one went out; the rest is still to be sent."""
        await asyncio.to_thread(self._mark, [outbox_id], {"parts_sent": parts})

    def _mark(self, outbox_ids: Sequence[int], values: dict[str, object]) -> None:
        open_ = and_(delivery.c.outbox_id.in_(outbox_ids), delivery.c.state.in_((QUEUED, WAITING)))
        with self._database.write() as connection:
            connection.execute(
                update(delivery).where(open_).values(changed_at=self._clock(), **values)
            )
