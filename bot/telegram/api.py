"""The line to Telegram: made without a call, so that a start does not depend on it.

The token is part of every address, so neither errors nor logs may show one.
"""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from actions.settings import Settings
from bot.telegram.updates import WANTED

CALL_SECONDS = 10.0
CONNECTIONS = 32


class Line(HTTPXRequest):
    """HTTP to Telegram, which keeps to itself what a box in between may have answered."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class Api:
    """One bot: its id, python-telegram-bot's `Bot`, and updates as they come."""

    def __init__(self, settings: Settings, seconds: float = CALL_SECONDS) -> None:
        for name in ("httpx", "httpcore", "telegram"):  # they log addresses
            logging.getLogger(name).setLevel(logging.WARNING)
        self.id = settings.telegram_token.partition(":")[0]
        house = settings.telegram_api_base.rstrip("/")
        self._base = f"{house}/bot"
        self._token = settings.telegram_token
        self._seconds = seconds
        self._line = Line(
            CONNECTIONS,
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=seconds,
            pool_timeout=seconds,
            proxy=settings.telegram_proxy or None,
            httpx_kwargs={"trust_env": False},  # only our own setting counts
        )
        self.bot = Bot(
            self._token,
            base_url=self._base,
            base_file_url=f"{house}/file/bot",
            request=self._line,
            get_updates_request=self._line,
        )

    async def updates(self, offset: int, seconds: int) -> list[Any]:
        """Updates from `offset` on, as JSON: one that cannot be read must not hide the others.

        Asking with an offset tells Telegram to forget what is before it.
        """
        wanted = {"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(WANTED)}
        address = f"{self._base}{self._token}/getUpdates?{urlencode(wanted)}"
        found = await self._line.post(address, read_timeout=seconds + self._seconds)
        if not isinstance(found, list):
            raise TelegramError("Invalid server response")
        return found

    async def fetched(self, file_id: str) -> bytes:
        """The content of a file that a person sent; raises TelegramError."""
        file = await self.bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())

    async def close(self) -> None:
        await self._line.shutdown()
