"""The way to Rasa: one turn over loopback HTTP, and whether it is ready."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import aiohttp

from bot.errors import TurnFailed, TurnUnavailable
from bot.loopback import connect
from bot.messages import Button, Claimed, Reply

TURN_SECONDS = 60.0
READY_SECONDS = aiohttp.ClientTimeout(total=2.0)
KEY_HEADER = "X-Huiqi-Key"
TURN_PATH = "/webhooks/huiqi/turn"


class Assistant:
    """Asks Rasa for the reply to one message."""

    def __init__(self, rasa_url: str, actions_url: str, key: str) -> None:
        self._rasa_url = rasa_url
        self._actions_url = actions_url
        self._key = key
        self._kept: aiohttp.ClientSession | None = None

    def _http(self) -> aiohttp.ClientSession:
        if self._kept is None:
            self._kept = connect(TURN_SECONDS, {KEY_HEADER: self._key})
        return self._kept

    async def turn(self, claimed: Claimed) -> Reply:
        """The reply to a claimed message; raises TurnUnavailable or TurnFailed."""
        body = {
            "id": claimed.id,
            "sender": claimed.contact_key,
            "text": claimed.said,
            "channel": claimed.channel,
        }
        try:
            async with self._http().post(self._rasa_url + TURN_PATH, json=body) as response:
                if response.status != HTTPStatus.OK:
                    raise TurnUnavailable
                messages = (await response.json())["messages"]
        except (aiohttp.ClientError, TimeoutError) as error:
            raise TurnUnavailable from error
        if not messages:
            await self._blame()
        return _joined(messages)

    async def _blame(self) -> None:
        """An empty turn is the action server's absence, else a failure of the turn itself."""
        if await self.actions_ready():
            raise TurnFailed
        raise TurnUnavailable

    async def rasa_ready(self) -> bool:
        return await self._answers(self._rasa_url + "/webhooks/huiqi/ready")

    async def actions_ready(self) -> bool:
        return await self._answers(self._actions_url + "/health")

    async def _answers(self, url: str) -> bool:
        try:
            async with self._http().get(url, timeout=READY_SECONDS) as response:
                return response.status == HTTPStatus.OK
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        if self._kept:
            await self._kept.close()


def _joined(messages: list[dict[str, Any]]) -> Reply:
    """One reply a turn, whatever number of messages the dialogue sent."""
    texts = [message["text"] for message in messages if message.get("text")]
    buttons = [
        Button(each["title"], each["payload"])
        for message in messages
        for each in message.get("buttons") or ()
    ]
    return Reply(
        "\n\n".join(texts), tuple(buttons), _all(messages, "units"), _all(messages, "marks")
    )


def _all(messages: list[dict[str, Any]], name: str) -> tuple[str, ...]:
    """What the messages carry under `name`, each once."""
    carried = (message.get("custom") or {} for message in messages)
    return tuple(dict.fromkeys(value for each in carried for value in each.get(name, ())))
