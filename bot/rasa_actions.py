"""How Rasa calls the action server: as the framework does, without what it repeats each turn."""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.core.actions.action import RemoteAction
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from bot.loopback import connect

ACTION_SECONDS = 30.0


class ActionEndpoint(EndpointConfig):
    """One session for all calls; Rasa opens a connection for each and sends the whole domain."""

    def __init__(self, url: str) -> None:
        super().__init__(url, enable_selective_domain=True)
        self._kept: aiohttp.ClientSession | None = None

    def session(self) -> _Lent:
        """What `request` enters and leaves for each call."""
        if self._kept is None:
            self._kept = connect(ACTION_SECONDS)
        return _Lent(self._kept)


class _Lent:
    """A session that leaving does not close."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        """The session serves the next call."""


def check_shape_only() -> None:
    """Check results for what Rasa reads of them.

    Its own check builds a validator of the JSON schema, and validates the schema itself, for
    each result, which is more than half of the processor time of a turn.
    """
    RemoteAction._validate_action_result = _has_shape


def _has_shape(action: RemoteAction, result: Any) -> bool:
    match result:
        case {"events": list(events), "responses": list(responses)}:
            named = all(isinstance(each, dict) and "event" in each for each in events)
            if named and all(isinstance(each, dict) for each in responses):
                return True
    raise RasaException(f"{action.name()} returned neither events nor responses")
