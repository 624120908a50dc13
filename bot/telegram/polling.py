"""Fetches updates where Telegram cannot reach us: for a desk without a public address.

An update is confirmed, by asking for the next one, only after it is in the inbox.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import RetryAfter, TelegramError

from bot.telegram import faults
from bot.telegram.api import Api

log = logging.getLogger("huiqi.telegram")

WAIT_SECONDS = 25
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


async def poll(api: Api, take: Callable[[object], Awaitable[None]]) -> None:
    """Fetch and take until cancelled; any failure is tried again, more and more slowly."""
    offset, pause, told = 0, FIRST_PAUSE, ""
    while True:
        try:
            found = await api.updates(offset, WAIT_SECONDS)
            offset = 0  # what was before it is forgotten; numbers may start anew, and lower
            for raw in found:
                await take(raw)
                offset = _number(raw) + 1
            pause, told = FIRST_PAUSE, ""
        except Exception as error:
            said = faults.sentence(error)
            if said != told:  # once, however long it lasts
                _log(error, said)
            told = said
            await asyncio.sleep(_pause(error, pause))
            pause = min(pause * 2, LONGEST_PAUSE)


def _number(raw: Any) -> int:
    """The number of an update; raises ValueError where it has none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(number, int):
        raise ValueError("an update without a number")
    return number


def _pause(error: Exception, usual: float) -> float:
    return max(usual, faults.waited(error)) if isinstance(error, RetryAfter) else usual


def _log(error: Exception, said: str) -> None:
    if isinstance(error, TelegramError):
        log.warning("收不到 Telegram 的消息：%s", said)
    else:  # the inbox, or our own mistake
        log.exception("Telegram updates were not taken; trying again")
