"""How often one address may ask for what costs work, beside the limits of a session.

A whole office can share one address, so the limits are far above what people do. Who is on this
machine is not counted: a proxy that tells no addresses would make all people one.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.often import Often

SECONDS = 60.0
MOST = {  # in a minute
    ("POST", "/api/chat"): 240,
    ("POST", "/api/chat/file"): 30,
    ("POST", "/check"): 30,
    ("GET", "/search"): 240,
    ("GET", "/platforms"): 120,
}
SENTENCE = "从您的网络来的请求太多，请过一分钟再试。"


class AddressLimits:
    """Answers 429 instead of the application where an address asks too often."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float]) -> None:
        self._app = app
        self._asked = {which: Often(clock, most, SECONDS) for which, most in MOST.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = self._asked.get((scope.get("method", ""), scope.get("path", "")))
        address = scope["client"][0] if scope.get("client") else ""
        if asked is None or _is_here(address):
            await self._app(scope, receive, send)
        elif asked.too_many(address):
            await _refusal(Request(scope))(scope, receive, send)
        else:
            asked.count(address)
            await self._app(scope, receive, send)


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # a socket file
        return True


def _refusal(request: Request) -> JSONResponse | PlainTextResponse:
    status, headers = HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(int(SECONDS))}
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": SENTENCE}, status, headers)
    return PlainTextResponse(SENTENCE, status, headers)
