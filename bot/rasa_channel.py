"""Rasa's only door: the worker posts one turn and gets the turn's messages back.

The turn runs as its own task, because Sanic cancels a request handler when the peer
closes the connection; a turn asked for again by its id is joined, not run twice.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.assistant import KEY_HEADER

log = logging.getLogger("huiqi.rasa")

REMEMBERED_TURNS = 2000
Messages = list[dict[str, Any]]


class Collector(OutputChannel):
    """Keeps what the dialogue says; never sends and never raises."""

    def __init__(self) -> None:
        self.messages: Messages = []

    @classmethod
    def name(cls) -> str:
        return "huiqi"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        kept = {key: message[key] for key in ("text", "buttons", "custom") if message.get(key)}
        if kept:
            self.messages.append(kept)


class TurnChannel(InputChannel):
    """Answers POST /webhooks/huiqi/turn for callers that know the key."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._turns: OrderedDict[str, asyncio.Task[Messages]] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        return "huiqi"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("huiqi_turns")

        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            is_ready = agent is not None and agent.is_ready()
            status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
            return json({"ready": is_ready}, status=status)

        async def turn(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.headers.get(KEY_HEADER, ""), self._key):
                return json({"error": "forbidden"}, status=HTTPStatus.FORBIDDEN)
            try:
                messages = await asyncio.shield(self._joined(request.json, on_new_message))
            except Exception:
                log.exception("turn %s broke off", request.json["id"])
                return json({"messages": []})
            return json({"messages": messages})

        routes.add_route(ready, "/ready", methods=["GET"])
        routes.add_route(turn, "/turn", methods=["POST"])
        return routes

    def _joined(
        self, turn: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
    ) -> asyncio.Task[Messages]:
        """The running or finished task of this turn, else a new one."""
        turn_id = f"{turn['sender']}/{turn['id']}"
        known = self._turns.get(turn_id)
        if known is not None and not _in_vain(known):
            return known
        task = asyncio.get_running_loop().create_task(_run(turn, on_new_message))
        self._turns[turn_id] = task
        while len(self._turns) > REMEMBERED_TURNS:
            self._turns.popitem(last=False)
        return task


def _in_vain(task: asyncio.Task[Messages]) -> bool:
    """Whether a turn ended without saying anything, so that asking again makes sense."""
    return task.done() and (task.cancelled() or bool(task.exception()) or not task.result())


async def _run(
    turn: dict[str, Any], on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> Messages:
    collector = Collector()
    metadata = {"turn": turn["id"], "channel": turn["channel"]}
    await on_new_message(
        UserMessage(
            turn["text"],
            collector,
            turn["sender"],
            input_channel=TurnChannel.name(),
            message_id=str(turn["id"]),
            metadata=metadata,
        )
    )
    return collector.messages
