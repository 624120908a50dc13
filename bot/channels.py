"""The chat platforms of an installation: each is there only when its settings are given."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from starlette.routing import Route

from actions.settings import Settings
from bot.sending.carrier import Carrier
from bot.worker import Worker
from surveys.database import Database

OnReachable = Callable[[str, bool], None]


class Channel(Protocol):
    """What the gateway asks of a chat platform."""

    @property
    def carrier(self) -> Carrier:
        """What sends to its contacts."""

    def routes(self) -> list[Route]:
        """Where the platform reaches us."""

    def tasks(self) -> list[Coroutine[Any, Any, None]]:
        """What runs until it is cancelled."""

    async def close(self) -> None:
        """End what is open."""


def channels(
    settings: Settings,
    database: Database,
    worker: Worker,
    on_reachable: OnReachable = lambda contact_key, reachable: None,
) -> list[Channel]:
    """Those of this installation. Their libraries are loaded only where they are needed.

    `on_reachable` is told, in a thread, which contacts block us and which come back.
    """
    found: list[Channel] = []
    if settings.telegram_token:
        from bot.telegram.channel import TelegramChannel

        found.append(TelegramChannel(settings, database, worker, time.time, on_reachable))
    return found
