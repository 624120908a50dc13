"""The chat platforms of an installation: each is there only when its settings are given."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Protocol

from starlette.routing import Route

from actions.settings import Settings
from bot.sending import contacts
from bot.sending.carrier import Carrier
from bot.worker import Worker
from surveys.database import Database
from surveys.sealing import Seal


class Channel(Protocol):
    """What the gateway asks of a chat platform."""

    @property
    def carrier(self) -> Carrier:
        """What sends to its contacts."""

    def routes(self) -> list[Route]:
        """Where the platform reaches us."""

    def tasks(self) -> Sequence[Coroutine[Any, Any, None]]:
        """What runs until it is cancelled."""

    async def close(self) -> None:
        """End what is open."""


def channels(
    settings: Settings, database: Database, seal: Seal, worker: Worker, wake: Callable[[], None]
) -> list[Channel]:
    """Those of this installation. Their libraries are loaded only where they are needed.

    `wake` tells the sender that something may go out.
    """
    found: list[Channel] = []
    if settings.wechat_appid:
        from bot.wechat.opening import wechat_channel

        found.append(wechat_channel(settings, database, worker, wake))
    if settings.telegram_token:
        from bot.telegram.channel import TelegramChannel

        found.append(
            TelegramChannel(settings, database, worker, time.time, seal, _told(database, wake))
        )
    return found


def _told(database: Database, wake: Callable[[], None]) -> Callable[[str, bool], None]:
    """What a channel tells of its contacts, in a thread: who blocks us and who comes back."""

    def tell(contact_key: str, reachable: bool) -> None:
        contacts.mark_reachable(database, contact_key, reachable, time.time())
        wake()

    return tell
