"""The five-second rendezvous: a message's reply goes back in its own open request if it can.

WeChat cuts a request off after five seconds and makes it again, three times in all. So the
first two are left to run out while the reply is not ready; at the third a verified account
says nothing and has it sent, and an unverified one asks the person to write again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import TooManyWaiting
from bot.inbox import Received
from bot.messages import Incoming
from bot.sending import contacts
from bot.sending.passive import PassiveReplies
from bot.wechat import handing, ledger
from bot.wechat.account import Account
from bot.wechat.envelope import FRESH_SECONDS
from bot.wechat.errors import NotGenuine
from bot.wechat.filling import filled
from bot.wechat.ledger import Visit
from bot.wechat.meaning import FETCH, NOTE, TURN, meant
from bot.wechat.noting import note
from bot.wechat.reading import Heard, Sentence, sentences
from bot.worker import Worker
from surveys.database import Database

LAST_DELIVERY = 3
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
        passive: PassiveReplies,
        clock: Callable[[], float],
    ) -> None:
        self._account = account
        self._database = database
        self._worker = worker
        self._passive = passive
        self._clock = clock

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
        if received and not await self._passive.reply(received, ends - self._clock()):
            return await self._late(visit)
        return await self._hand_out(visit, closing)

    def _open(self, heard: Heard, moment: str) -> Opening:
        """Write the delivery down and what it means for the contact, in one transaction."""
        now, account, sender = self._clock(), self._account, heard.sender
        key = account.contact_key(sender.openid)
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, key)
            if ledger.is_replay(
                connection, account.appid, moment, sender.external_id, now, 2 * FRESH_SECONDS
            ):
                raise NotGenuine("这个签名已经用在另一条消息上")
            meaning = meant(connection, account, heard, key, now)
            visit = ledger.visit(
                connection, account.appid, sender, key, now, meaning.purpose, meaning.inbox_id
            )
            if visit is None:
                raise NotGenuine("这个消息编号是另一个人的")
            if visit.deliveries == 1:
                note(connection, account, heard, key, now)
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
        if may_send:
            await self._passive.release(visit.contact_key)
        return text

    def _keep(self, visit: Visit, text: str, invites: bool) -> None:
        with self._database.write() as connection:
            ledger.answer(connection, self._account.appid, visit.external_id, text, invites=invites)

    async def _hand_out(self, visit: Visit, closing: str) -> str:
        text, left = await asyncio.to_thread(self._fill, visit, closing)
        if left and self._account.rights.may_send:
            await self._passive.release(visit.contact_key)
        return text

    def _fill(self, visit: Visit, closing: str) -> tuple[str, bool]:
        """Take what waits for the contact, once; a repeat gets what the first one took."""
        appid, invite = self._account.appid, not self._account.rights.may_send
        with self._database.write() as connection:
            self._database.one_at_a_time(connection, visit.contact_key)
            known = ledger.answered(connection, appid, visit.external_id)
            if known is not None:
                return known, False
            waiting = handing.waiting(connection, visit.contact_key)
            filling = filled(waiting, closing, invite=invite)
            text = filling.text
            if not text and visit.purpose == FETCH and invite:
                text = sentences()["none_waiting"]
            handing.mark(connection, filling, self._clock())
            ledger.answer(
                connection, appid, visit.external_id, text, invites=filling.left and invite
            )
        return text, filling.left
