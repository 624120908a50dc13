"""The Bot API's stand-in over HTTP, in a thread: answers methods and pushes updates."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qsl

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.bot.telegram_world import TOKEN, Fault, Params, Refusal, World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
AGAIN_SECONDS = 0.05  # the real one waits longer, and gives up in the end
POLL_EVERY = 0.01


class Cut(Response):
    """An answer whose connection breaks in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"ok":'})


class TelegramServer:
    """`world` is what it knows; `delivered` which update met which status at the webhook."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.delivered: list[tuple[int, int]] = []
        self.delivers_to = ""  # instead of the address registered, which must be https
        self._pollers = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        app = Starlette(
            routes=[
                Route("/file/bot{token}/documents/{file_id}.bin", self.file),
                Route("/bot{token}/{method}", self.answer, methods=["GET", "POST"]),
            ],
            lifespan=self._lifespan,
        )
        config = uvicorn.Config(
            app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(10)
        self._socket.close()

    async def answer(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        if token != TOKEN:
            return _refused(Refusal(401, "Unauthorized"))
        params = dict(request.query_params) | await _body(request)
        fault = self.world.next_fault(method)
        if fault and not fault.after:
            return await _faulty(fault)
        try:
            if method == "getUpdates":
                result = await self._polled(params)
            else:
                result = self.world.call(method, params)
        except Refusal as refusal:
            return _refused(refusal)
        return await _faulty(fault) if fault else JSONResponse({"ok": True, "result": result})

    async def file(self, request: Request) -> Response:
        """The content of a file; faults of it are those of the method `file`."""
        fault = self.world.next_fault("file")
        if fault:
            return await _faulty(fault)
        found = self.world.files.get(request.path_params["file_id"])
        if request.path_params["token"] != TOKEN or found is None:
            return _refused(Refusal(404, "Not Found"))
        return Response(found)

    async def _polled(self, params: Params) -> Any:
        """Wait for updates; a second one who asks ends the first one's wait."""
        self._pollers += 1
        mine, ends = self._pollers, asyncio.get_running_loop().time() + int(params["timeout"])
        found = self.world.call("getUpdates", params)
        while not found and asyncio.get_running_loop().time() < ends:
            await asyncio.sleep(POLL_EVERY)
            if mine != self._pollers:
                raise Refusal(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
            found = self.world.call("getUpdates", params)
        return found

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        async with httpx.AsyncClient(trust_env=False) as client:
            pushing = asyncio.create_task(self._push(client))
            yield
            pushing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pushing

    async def _push(self, client: httpx.AsyncClient) -> None:
        """Updates to the webhook one after another, each until it is taken."""
        while True:
            await asyncio.sleep(POLL_EVERY)
            with self.world.lock:
                webhook = self.world.webhook
                update = self.world.pending[0] if self.world.pending else None
            if not webhook or not update:
                continue
            status = await self._delivered(client, webhook, update)
            self.delivered.append((update["update_id"], status))
            with self.world.lock:
                if 200 <= status < 300:
                    self.world.pending.remove(update)
                else:
                    self.world.last_error = f"Wrong response from the webhook: {status}"
            if not 200 <= status < 300:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _delivered(self, client: httpx.AsyncClient, webhook: Params, update: Params) -> int:
        headers = {SECRET_HEADER: str(webhook.get("secret_token", ""))}
        try:
            response = await client.post(
                self.delivers_to or webhook["url"], json=update, headers=headers
            )
        except httpx.HTTPError:
            return 0
        return response.status_code


async def _body(request: Request) -> Params:
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.json())
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


async def _faulty(fault: Fault) -> Response:
    if fault.hang:
        await asyncio.sleep(fault.hang)
    if fault.cut:
        return Cut()
    if fault.body is not None:
        return Response(fault.body, fault.status)
    return _refused(Refusal(fault.status, fault.description, **fault.parameters))


def _refused(refusal: Refusal) -> Response:
    answer: Params = {
        "ok": False,
        "error_code": refusal.status,
        "description": refusal.description,
    }
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return JSONResponse(answer, status_code=refusal.status)


@contextlib.contextmanager
def telegram(**limits: float) -> Iterator[TelegramServer]:
    """A running stand-in with a world of its own."""
    with TelegramServer(World(**limits)) as server:
        yield server
