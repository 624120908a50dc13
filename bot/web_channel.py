"""The web channel: the chat page's API, a pure translator around inbox and outbox.

POST /api/chat writes the message to the inbox and waits a while for its reply. The page
gives each message an id of its own, so that asking again after a lost connection finds
the first delivery and gets the same reply.
"""

from __future__ import annotations

import asyncio
import json
import time
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot import outbox
from bot.errors import TooManyWaiting
from bot.files import file_number, handed_in
from bot.messages import Delivered, Incoming
from bot.requests import Refused, json_object, own_id, typed_text
from bot.sessions import Sessions, contact_key
from bot.worker import Worker
from surveys import uploads
from surveys.database import Database
from surveys.sealing import Seal

REPLY_SECONDS = 25.0
POLL_SECONDS = 25.0
POLL_EVERY = 0.7
HISTORY = 50


class WebChannel:
    """Handlers of /api/chat; a session is one contact."""

    def __init__(self, database: Database, worker: Worker, sessions: Sessions, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._worker = worker
        self._sessions = sessions

    def routes(self) -> list[Route]:
        return [
            Route("/api/chat", self.post, methods=["POST"]),
            Route("/api/chat/file", self.hand_in, methods=["POST"]),
            Route("/api/chat/updates", self.updates),
            Route("/api/chat/history", self.history),
        ]

    async def post(self, request: Request) -> JSONResponse:
        known = self._sessions.read(request)
        session = known or self._sessions.new()
        message = await self._understood(session, await json_object(request))
        response = await self._answered(message)
        if known is None:
            self._sessions.attach(response, session)
        return response

    async def hand_in(self, request: Request) -> JSONResponse:
        """A file from the chat page: kept sealed, and read in the turn of its message."""
        session = self._required(request)
        external_id, file = await handed_in(request)
        contact = contact_key(session)
        number = file_number(contact, external_id)
        await asyncio.to_thread(
            uploads.put, self._database, self._seal, contact, number, file, time.time()
        )
        said = f"/read_file{json.dumps({'file': number})}"
        shown = f"📎 {file.name}"
        return await self._answered(
            Incoming("web", "web", f"{session}:{external_id}", contact, shown, said)
        )

    async def _answered(self, message: Incoming) -> JSONResponse:
        try:
            received = await self._worker.receive(message)
        except TooManyWaiting:
            raise Refused(
                HTTPStatus.TOO_MANY_REQUESTS, "您发得太快了，请等前面的问题答完再发。"
            ) from None
        reply = await self._worker.reply(received, REPLY_SECONDS)
        return JSONResponse(_said([reply] if reply else [], last=0) | {"pending": not reply})

    async def _understood(self, session: str, body: dict[str, Any]) -> Incoming:
        """The message in a request: typed text, or the press of a button we issued."""
        contact = contact_key(session)
        external_id = own_id(body.get("id"))
        if "token" not in body:
            text = typed_text(body.get("text"))
            return Incoming("web", "web", f"{session}:{external_id}", contact, text, text)
        button = await asyncio.to_thread(
            outbox.pressed, self._database, contact, str(body["token"]), time.time()
        )
        if button is None:
            raise Refused(HTTPStatus.GONE, "这个按钮已经过期，请直接输入您的问题。")
        return Incoming(
            "web", "web", f"{session}:{external_id}", contact, button.title, button.payload
        )

    async def updates(self, request: Request) -> JSONResponse:
        """What arrived after a known message; waits for it if the page asks to."""
        contact = contact_key(self._required(request))
        last = _number(request, "after", most=2**62)
        ends = time.monotonic() + min(_number(request, "wait", most=POLL_SECONDS), POLL_SECONDS)
        while True:
            said = await asyncio.to_thread(outbox.after, self._database, contact, int(last))
            if said or time.monotonic() >= ends or await request.is_disconnected():
                return JSONResponse(_said(said, int(last)))
            await asyncio.sleep(POLL_EVERY)

    async def history(self, request: Request) -> JSONResponse:
        session = self._sessions.read(request)
        if session is None:
            return JSONResponse({"messages": [], "last": 0})
        lines = await asyncio.to_thread(
            outbox.history, self._database, contact_key(session), HISTORY
        )
        last = max((line["id"] for line in lines if line["from"] == "bot"), default=0)
        return JSONResponse({"messages": lines, "last": last})

    def _required(self, request: Request) -> str:
        session = self._sessions.read(request)
        if session is None:
            raise Refused(HTTPStatus.UNAUTHORIZED, "还没有会话，请先打开聊天页面。")
        return session


def _said(messages: list[Delivered], last: int) -> dict[str, Any]:
    return {
        "messages": [message.as_json() for message in messages],
        "last": max([last, *(message.id for message in messages)]),
    }


def _number(request: Request, name: str, most: float) -> float:
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Refused(HTTPStatus.BAD_REQUEST, f"{name} 应当是一个非负整数。")
    return min(float(int(text)), most)
