"""The five-second rendezvous: a message's reply goes back in its own open request if it can.

WeChat cuts a request off after five seconds and makes it again, three times in all. So the
first two are left to run out while the reply is not ready; at the third a verified account
says nothing and has it sent, and an unverified one asks the person to write again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.errors import TooManyWaiting
from bot.inbox import Received
from bot.messages import Incoming
from bot.sending import contacts
from bot.sending.deliveries import SENDING
from bot.wechat import handing, ledger
from bot.wechat.account import Account
from bot.wechat.envelope import FRESH_SECONDS
from bot.wechat.errors import NotGenuine
from bot.wechat.filling import filled
from bot.wechat.ledger import FETCH, NOTE, TURN, Visit
from bot.wechat.meaning import meant
from bot.wechat.noting import note
from bot.wechat.reading import Heard, Sentence, sentences
from bot.worker import Worker
from surveys.database import Database

LAST_DELIVERY = 3
OPEN_SECONDS = 20.0  # for longer the platform keeps no message of a person open
POLL_SECONDS = 0.1
FORGET_EVERY = 60.0
ARRIVES_SECONDS = 1.5  # what goes back has reached the person; what follows would overtake it
HOLD_SECONDS = 9.0  # till the repeat of a request that was cut off has surely come


@dataclass(frozen=True)
class Opening:
    """A visit, and what the dialogue is to be given."""

    visit: Visit
    message: Incoming | None = None


class Desk:
    """Answers webhook messages; several may work on one database."""

    def __init__(
        self,
        account: Account,
        database: Database,
        worker: Worker,
        clock: Callable[[], float],
        wake: Callable[[], None],
    ) -> None:
        """`wake` tells the sender that something may go out."""
        self._account = account
        self._database = database
        self._worker = worker
        self._clock = clock
        self._wake = wake
        self._forgotten = 0.0

    async def answer(self, heard: Heard, moment: str, ends: float) -> str | None:
        """The text that goes back, empty for none; None: let the request run out.

        Raises NotGenuine for a moment or an id that was used for another message.
        """
        opening = await asyncio.to_thread(self._open, heard, moment)
        visit = opening.visit
        if visit.text is not None or visit.purpose == NOTE:
            return visit.text or ""
        closing = heard.what.text if isinstance(heard.what, Sentence) else ""
        received = Received(visit.inbox_id, fresh=False) if visit.inbox_id else None
        if opening.message:
            try:
                received = await self._worker.receive(opening.message)
            except TooManyWaiting:
                closing = sentences()["flood"]
        if received and not await self._worker.reply(received, ends - self._clock()):
            return await self._late(visit)
        return await self._hand_out(visit, closing, ends)

    def _open(self, heard: Heard, moment: str) -> Opening:
        """Write the delivery down and what it means for the contact, in one transaction."""
        now, account, writer = self._clock(), self._account, heard.writer
        key = account.contact_key(writer.openid)
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, key)
            if now - self._forgotten > FORGET_EVERY:
                ledger.forget(connection, now, 2 * FRESH_SECONDS)
                self._forgotten = now
            if ledger.is_replay(connection, account.appid, moment, writer.external_id, now):
                raise NotGenuine("这个签名已经用在另一条消息上")
            meaning = meant(connection, account, heard, key, now)
            visit = ledger.visit(
                connection, account.appid, writer, key, now, meaning.purpose, meaning.inbox_id
            )
            if visit is None:
                raise NotGenuine("这个消息编号是另一个人的")
            if visit.deliveries == 1:
                note(connection, account, heard, key, now, is_turn=visit.purpose == TURN)
            if visit.purpose != NOTE:
                contacts.hold(connection, key, now + HOLD_SECONDS)
        return Opening(visit, meaning.message if visit.purpose == TURN else None)

    async def _late(self, visit: Visit) -> str | None:
        """Nothing is ready: let it run out, or at the last delivery say how it goes on."""
        if visit.deliveries < LAST_DELIVERY:
            return None
        may_send = self._account.rights.may_send
        text = "" if may_send else sentences()["busy"]
        await asyncio.to_thread(self._keep, visit, text, not may_send)
        self._wake()
        return text

    def _keep(self, visit: Visit, text: str, invites: bool) -> None:
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, visit.contact_key)
            self._close(connection, visit, text, invites)

    def _close(self, connection: Connection, visit: Visit, text: str, invites: bool) -> None:
        """Keep what goes back; with the last open request the sender may go on."""
        appid, now = self._account.appid, self._clock()
        ledger.answer(connection, appid, visit.external_id, text, invites=invites)
        if not ledger.is_any_open(connection, visit.contact_key, now - OPEN_SECONDS):
            contacts.hold(connection, visit.contact_key, now + ARRIVES_SECONDS if text else 0.0)

    async def _hand_out(self, visit: Visit, closing: str, ends: float) -> str | None:
        """What the sender has just taken up is its own and comes first, however long it takes."""
        while (text := await asyncio.to_thread(self._fill, visit, closing)) is None:
            if self._clock() >= ends:
                return await self._late(visit)
            await asyncio.sleep(POLL_SECONDS)
        self._wake()
        return text

    def _fill(self, visit: Visit, closing: str) -> str | None:
        """Take what waits for the contact, once; a repeat gets what the first one took.

        None while the sender is at it.
        """
        appid, invite = self._account.appid, not self._account.rights.may_send
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, visit.contact_key)
            known = ledger.answered(connection, appid, visit.external_id)
            if known is not None:
                return known
            if handing.is_any(connection, visit.contact_key, SENDING):
                return None
            waiting = handing.waiting(connection, visit.contact_key)
            filling = filled(waiting, closing, invite=invite)
            text = filling.text
            if not text and visit.purpose == FETCH and invite:
                text = sentences()["none_waiting"]
            handing.mark(connection, filling, self._clock())
            self._close(connection, visit, text, filling.left and invite)
        return text
