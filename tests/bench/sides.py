"""What is compared: something that starts, answers in conversations and stops."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import httpx

from tests.stack import Stack

Answering = Callable[[str], Awaitable[str]]


class Side(Protocol):
    """One of the two products; `pid` is the process that all its others come from."""

    name: str

    @property
    def pid(self) -> int: ...
    def start(self) -> None: ...
    def stop(self) -> object: ...
    async def open(self, client: httpx.AsyncClient) -> Answering: ...


class Huiqi:
    """`huiqi run`, talked to as the chat page does: one signed cookie a conversation."""

    name = "huiqi"

    def __init__(self, folder: Path) -> None:
        self._stack = Stack(folder)

    @property
    def pid(self) -> int:
        return self._stack.pid

    def start(self) -> None:
        self._stack.start()

    def stop(self) -> object:
        return self._stack.stop()

    async def open(self, client: httpx.AsyncClient) -> Answering:
        opened = await client.get(f"{self._stack.url}/")
        cookie = {"cookie": f"huiqi_session={opened.cookies['huiqi_session']}"}
        client.cookies.clear()

        async def ask(question: str) -> str:
            response = await client.post(
                f"{self._stack.url}/api/chat", json={"text": question}, headers=cookie
            )
            response.raise_for_status()
            return "\n".join(message["text"] for message in response.json()["messages"])

        return ask
