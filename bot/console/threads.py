"""Handlers that wait for the database run in a thread, so that chats are answered meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import Response

from bot.console.page import Visit


def in_thread(handler: Callable[[Visit], Response]) -> Callable[[Visit], Awaitable[Response]]:
    """The handler as a page wants it."""

    async def answer(visit: Visit) -> Response:
        return await asyncio.to_thread(handler, visit)

    return answer
