"""The webhook of the WeChat channel: opens envelopes, asks the desk, closes envelopes.

It never answers with a 5xx, nor with 201: the platform takes both for a failure and tells the
person that the account is out of order.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.wechat import envelope
from bot.wechat.account import Account
from bot.wechat.carrier import WeChatCarrier
from bot.wechat.desk import Desk
from bot.wechat.envelope import Opened
from bot.wechat.errors import NotGenuine
from bot.wechat.menu import words
from bot.wechat.reading import Heard, read, sentences
from bot.wechat.reply import reply_xml

log = logging.getLogger("huiqi.wechat")

PATH = "/webhooks/wechat"
# Of the five that the platform gives; what goes back is then on the wire within 4.5.
WAIT_SECONDS = 4.2
CUT_SECONDS = 8.0  # by then it has cut a request off
MOST_BYTES = 64 * 1024
SUCCESS = "success"


class WeChatChannel:
    """Handlers of /webhooks/wechat for one account."""

    def __init__(
        self,
        account: Account,
        desk: Desk,
        carrier: WeChatCarrier,
        clock: Callable[[], float],
        wait_seconds: float = WAIT_SECONDS,
    ) -> None:
        self.carrier = carrier
        self._account = account
        self._desk = desk
        self._clock = clock
        self._wait_seconds = wait_seconds

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.handshake, methods=["GET"]),
            Route(PATH, self.post, methods=["POST"]),
        ]

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """Nothing runs beside the requests."""
        return []

    async def close(self) -> None:
        await self.carrier.close()

    async def handshake(self, request: Request) -> Response:
        """The platform asks whether we know the token."""
        try:
            envelope.check(self._account, request.query_params, self._clock())
        except NotGenuine as error:
            return _refused(error)
        return PlainTextResponse(request.query_params.get("echostr", ""))

    async def post(self, request: Request) -> Response:
        started = self._clock()
        try:
            body = await _body(request)
            opened = envelope.opened(self._account, request.query_params, body, started)
            heard = read(opened.xml, words())
            if heard is None:
                log.warning("a genuine message that cannot be read was left alone")
                return PlainTextResponse(SUCCESS)
            text = await self._answer(heard, _moment(request), started + self._wait_seconds)
        except NotGenuine as error:
            return _refused(error)
        except ClientDisconnect:
            return PlainTextResponse(SUCCESS)
        if text is None:
            await _run_out(request)
            return PlainTextResponse(SUCCESS)
        return self._said(text, heard, opened)

    async def _answer(self, heard: Heard, moment: str, ends: float) -> str | None:
        try:
            return await self._desk.answer(heard, moment, ends)
        except NotGenuine:
            raise
        except Exception:
            log.exception("a message could not be taken")
            return sentences()["trouble"]

    def _said(self, text: str, heard: Heard, opened: Opened) -> Response:
        if not text:
            return PlainTextResponse(SUCCESS)
        now = self._clock()
        xml = reply_xml(text, heard.writer, now)
        if opened.sealed:
            xml = envelope.sealed(self._account, xml, now)
        return Response(xml, media_type="application/xml")


def _moment(request: Request) -> str:
    query = request.query_params
    return f"{query['timestamp']}:{query['nonce']}"


def _refused(error: NotGenuine) -> Response:
    log.warning("refused a request to %s: %s", PATH, error)
    return PlainTextResponse("forbidden", status_code=HTTPStatus.FORBIDDEN)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise NotGenuine("内容太长")
    return bytes(body)


async def _run_out(request: Request) -> None:
    """Say nothing until the platform has cut the request off, so that it makes it again."""
    ends = asyncio.get_running_loop().time() + CUT_SECONDS
    while asyncio.get_running_loop().time() < ends and not await request.is_disconnected():
        await asyncio.sleep(0.1)
