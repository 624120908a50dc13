"""The Telegram channel: updates by webhook or by polling, through one door into the inbox."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from telegram.error import BadRequest, TelegramError

from actions.settings import Settings
from bot import outbox
from bot.errors import TooManyWaiting
from bot.files import TOO_LARGE, file_number, shown_name
from bot.inbox import Received
from bot.messages import Incoming
from bot.requests import Refused, json_object
from bot.sending.carrier import Later, Part, Sent
from bot.telegram.api import Api
from bot.telegram.carrier import TelegramCarrier
from bot.telegram.contacts import CHANNEL, PATH, chat_of
from bot.telegram.polling import poll
from bot.telegram.recent import Recent
from bot.telegram.sentences import EXPIRED, NOT_FETCHED, TOO_FAST
from bot.telegram.updates import Handed, Notice, NotUnderstood, Press, Reach, read
from bot.worker import Worker
from surveys import uploads
from surveys.database import Database
from surveys.sealing import Seal

log = logging.getLogger("huiqi.telegram")

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# A text may come escaped, six bytes a character, with another one that it answers.
MOST_BYTES = 512 * 1024
REPEAT_SECONDS, SAME_SECONDS = 3600.0, 20.0
NOTICE_TRIES = 3
FETCH_TRIES = 3
TYPING_SECONDS, SLOW_SECONDS = 5.0, 1.5  # Telegram shows it for five
OnReachable = Callable[[str, bool], None]


class TelegramChannel:
    """One bot. `on_reachable` hears, in a thread, of contacts that block the bot or come back."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        worker: Worker,
        clock: Callable[[], float],
        seal: Seal,
        on_reachable: OnReachable = lambda contact_key, reachable: None,
    ) -> None:
        self._api = Api(settings)
        self.carrier = TelegramCarrier(self._api)
        self._secret = settings.telegram_secret.encode()
        self._polls = settings.telegram_mode == "polling"
        self._database = database
        self._worker = worker
        self._clock = clock
        self._seal = seal
        self._on_reachable = on_reachable
        self._repeats = Recent(REPEAT_SECONDS)
        self._sames = Recent(SAME_SECONDS)  # ten pictures at once are told of once
        self._typing = Recent(TYPING_SECONDS)
        self._fetches: Counter[str] = Counter()
        self._calls: set[asyncio.Task[None]] = set()

    def routes(self) -> list[Route]:
        return [] if self._polls else [Route(PATH, self.webhook, methods=["POST"])]

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        return [poll(self._api, self.take)] if self._polls else []

    async def close(self) -> None:
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self._api.close()

    async def webhook(self, request: Request) -> JSONResponse:
        """Answered once the inbox has it; only Telegram knows the secret, so it is asked first."""
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self._secret):
            raise Refused(HTTPStatus.FORBIDDEN, "这个地址只接受 Telegram 的推送。")
        await self.take(await json_object(request, MOST_BYTES))
        return JSONResponse({})

    async def take(self, raw: object) -> None:
        """One update; when this returns nothing of it can be lost any more."""
        try:
            understood = read(raw, self._api.id) if isinstance(raw, dict) else None
        except NotUnderstood as error:
            log.warning("an update was not understood: %s", error)
            return
        match understood:
            case Incoming():
                await self._receive(understood)
            case Press():
                await self._pressed(understood)
            case Handed():
                await self._hand_in(understood)
            case Notice():
                self._tell(understood)
            case Reach():
                await asyncio.to_thread(
                    self._on_reachable, understood.contact_key, understood.reachable
                )

    async def _receive(self, message: Incoming) -> None:
        try:
            received = await self._worker.receive(message)
        except TooManyWaiting:
            self._tell(Notice(message.contact_key, TOO_FAST, message.external_id))
            return
        if self._typing.is_first(message.contact_key, self._clock()):
            self._call(self._show_typing(message.contact_key, received))

    async def _pressed(self, press: Press) -> None:
        """The client waits with a spinning wheel, so it is answered before the dialogue is."""
        button = await asyncio.to_thread(
            outbox.pressed, self._database, press.contact_key, press.token, self._clock()
        )
        if self._repeats.is_first(press.query_id, self._clock()):
            self._call(self._answer(press.query_id, None if button else EXPIRED))
        if button:
            await self._receive(
                Incoming(
                    CHANNEL,
                    self._api.id,
                    press.external_id,
                    press.contact_key,
                    button.title,
                    button.payload,
                )
            )

    async def _hand_in(self, handed: Handed) -> None:
        """Fetched and kept before it is acknowledged: what fails here Telegram delivers again."""
        contact, name = handed.contact_key, shown_name(handed.name)
        if handed.size > uploads.MOST_BYTES:
            self._tell(Notice(contact, TOO_LARGE, handed.external_id))
            return
        try:
            data = await self._api.fetched(handed.file_id)
        except TelegramError as error:
            # It is gone or too large for a bot, or Telegram is away: then it is delivered again.
            self._fetches[handed.external_id] += 1
            if not isinstance(error, BadRequest) and (
                self._fetches[handed.external_id] < FETCH_TRIES
            ):
                raise Refused(HTTPStatus.FAILED_DEPENDENCY, NOT_FETCHED) from None
            self._tell(Notice(contact, NOT_FETCHED, handed.external_id))
            return
        if len(data) > uploads.MOST_BYTES:  # its size was not told
            self._tell(Notice(contact, TOO_LARGE, handed.external_id))
            return
        number = file_number(contact, handed.external_id)
        file = uploads.Upload(name, data)
        await asyncio.to_thread(
            uploads.put, self._database, self._seal, contact, number, file, self._clock()
        )
        said = f"/read_file{json.dumps({'file': number})}"
        await self._receive(
            Incoming(CHANNEL, self._api.id, handed.external_id, contact, f"📎 {name}", said)
        )

    def _tell(self, notice: Notice) -> None:
        """Say a sentence of our own, once for a message and once for several of a kind."""
        now, contact = self._clock(), notice.contact_key
        if self._repeats.is_first((contact, notice.external_id), now) and self._sames.is_first(
            (contact, notice.sentence), now
        ):
            self._call(self._say(contact, notice.sentence))

    def _call(self, call: Coroutine[Any, Any, None]) -> None:
        """Without waiting: Telegram repeats what is not acknowledged soon."""
        task = asyncio.create_task(call)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _say(self, contact: str, sentence: str) -> None:
        """Tried a few times; it is not worth more."""
        for _ in range(NOTICE_TRIES):
            outcome = await self.carrier.send(contact, Part(sentence), bulk=False)
            if not isinstance(outcome, Later):
                break
            await asyncio.sleep(outcome.seconds)
        if not isinstance(outcome, Sent):
            log.warning("a notice was not sent: %s", outcome.reason)

    async def _show_typing(self, contact: str, received: Received) -> None:
        """Only where the answer takes its time."""
        if await self._worker.reply(received, SLOW_SECONDS) is None:
            with contextlib.suppress(Exception):  # nothing is lost with it
                await self._api.bot.send_chat_action(chat_of(contact, self._api.id), "typing")

    async def _answer(self, query_id: str, alert: str | None) -> None:
        try:
            await self._api.bot.answer_callback_query(query_id, alert, show_alert=bool(alert))
        except Exception as error:  # too old, or Telegram is away: the wheel stops by itself
            log.info("a press was not acknowledged: %s", type(error).__name__)
