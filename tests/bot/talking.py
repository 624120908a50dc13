"""One person on the chat page, as its script talks to the gateway."""

from __future__ import annotations

from typing import Any

import httpx

PATIENCE = 90.0


class Chat:
    """Says things and presses buttons; keeps what was answered last."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)
        self.http.get("/").raise_for_status()
        self.messages: list[dict[str, Any]] = []

    @property
    def last(self) -> dict[str, Any]:
        """The one message of the last answer."""
        [only] = self.messages
        return only

    def says(self, text: str) -> str:
        return self._post({"text": text})

    def presses(self, title: str) -> str:
        buttons = [each for message in self.messages for each in message["buttons"]]
        [token] = [each["token"] for each in buttons if each["title"] == title]
        return self._post({"token": token})

    def _post(self, body: dict[str, str]) -> str:
        return self._heard(self.http.post("/api/chat", json=body))

    def _heard(self, response: httpx.Response) -> str:
        response.raise_for_status()
        self.messages = response.json()["messages"]
        return "\n".join(str(each["text"]) for each in self.messages)
