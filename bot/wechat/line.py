"""The way to WeChat's API: JSON over HTTPS with time limits.

The access token is part of the address, so no address and no exception of the HTTP client
leaves this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import httpx

from bot.errors import BotError

SECONDS = httpx.Timeout(8.0, connect=4.0)
MOST_BYTES = 1024 * 1024


class Unanswered(BotError):
    """No answer came; `sent` says whether the call may have been carried out all the same."""

    def __init__(self, sentence: str, *, sent: bool) -> None:
        super().__init__(sentence)
        self.sent = sent


class Line:
    """One HTTP client, made when it is first needed."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")
        self._kept: httpx.AsyncClient | None = None

    async def post(
        self, path: str, body: Mapping[str, Any], query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer, whatever its errcode; raises Unanswered."""
        # WeChat shows \uXXXX as it stands, so the text itself is sent.
        content = json.dumps(body, ensure_ascii=False).encode()
        return await self._ask("POST", path, query, content)

    async def get(self, path: str, query: Mapping[str, str]) -> dict[str, Any]:
        return await self._ask("GET", path, query, None)

    async def _ask(
        self, method: str, path: str, query: Mapping[str, str] | None, content: bytes | None
    ) -> dict[str, Any]:
        headers = {"Content-Type": "application/json; charset=utf-8"} if content else {}
        try:
            response = await self._http().request(
                method, self._base + path, params=query, content=content, headers=headers
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout):
            raise Unanswered("连不上微信的服务器，请检查网络", sent=False) from None
        except httpx.HTTPError:
            raise Unanswered("微信的服务器没有应答", sent=True) from None
        if response.status_code != HTTPStatus.OK:
            raise Unanswered(f"微信的服务器返回HTTP {response.status_code}", sent=True)
        return _object(response.content)

    def _http(self) -> httpx.AsyncClient:
        if self._kept is None:
            self._kept = httpx.AsyncClient(timeout=SECONDS, follow_redirects=False)
        return self._kept

    async def close(self) -> None:
        if self._kept:
            await self._kept.aclose()
            self._kept = None


def _object(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content[:MOST_BYTES])
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise Unanswered("微信的应答读不懂", sent=True)
    return answer
