"""Somebody with Telegram on the phone, as the stand-in's tests drive them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bot.telegram_world import World

Params = dict[str, Any]


@dataclass(frozen=True)
class Heard:
    """A message of the bot as a person sees it."""

    message_id: int
    text: str
    rows: tuple[tuple[tuple[str, str], ...], ...]
    at: float

    @property
    def buttons(self) -> dict[str, str]:
        return {title: token for row in self.rows for title, token in row}


class Person:
    """Somebody with Telegram on the phone, who does what people do."""

    def __init__(self, world: World, number: int, name: str) -> None:
        self.world, self.id, self.name = world, number, name
        self.started = self.blocked = self.deactivated = False
        self.heard: list[Heard] = []

    @property
    def contact_key(self) -> str:
        return f"tg:{self.world.bot['id']}:{self.id}"

    @property
    def chat(self) -> Params:
        return {"id": self.id, "type": "private", "first_name": self.name}

    @property
    def user(self) -> Params:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "zh-hans"}

    def message(self, **content: Any) -> Params:
        number = self.world.number("message")
        made = {
            "message_id": number,
            "from": self.user,
            "chat": self.chat,
            "date": int(time.time()),
        }
        return made | content

    def starts(self, payload: str = "") -> int:
        """Opens the bot, perhaps by a link that carries something."""
        with self.world.lock:
            self.started, self.blocked = True, False
        return self.says(f"/start {payload}".strip())

    def says(self, text: str) -> int:
        return self.sends(text=text)

    def sends(self, **content: Any) -> int:
        assert self.started, "a chat begins with the person pressing Start"
        assert not self.blocked
        return self.world.happens("message", self.message(**content))

    def hands_in(self, name: str, data: bytes) -> int:
        """Sends a file, which stays with Telegram until the bot fetches it."""
        file_id = f"invented-file-{self.world.number('message')}"
        self.world.files[file_id] = data
        return self.sends(
            document={
                "file_id": file_id,
                "file_unique_id": file_id[-8:],
                "file_name": name,
                "file_size": len(data),
            }
        )

    def edits(self, text: str) -> int:
        return self.world.happens("edited_message", self.message(text=text, edit_date=1))

    def presses(self, token: str, *, seen: str = "message") -> str:
        """Presses a button; of an old one Telegram may not know the message any more."""
        query = f"77{self.world.number('query'):017d}"
        what: Params = {"id": query, "from": self.user, "chat_instance": "-5", "data": token}
        if seen == "message":
            what["message"] = self.message(text="问题")
        elif seen == "inaccessible":
            what["message"] = {"message_id": 4, "chat": self.chat, "date": 0}
        with self.world.lock:
            self.world.open_queries.add(query)
        self.world.happens("callback_query", what)
        return query

    def blocks(self) -> int:
        self.blocked = True
        return self._membership("member", "kicked")

    def unblocks(self) -> int:
        self.blocked = False
        return self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> int:
        bot = self.world.bot
        states = [
            {"user": bot, "status": each} | ({"until_date": 0} if each == "kicked" else {})
            for each in (old, new)
        ]
        change = {"chat": self.chat, "from": self.user, "date": int(time.time())}
        return self.world.happens(
            "my_chat_member",
            change | {"old_chat_member": states[0], "new_chat_member": states[1]},
        )

    def hears(self, number: int = 1, seconds: float = 10.0) -> list[str]:
        """What the bot has said, once there are so many messages."""
        ends = time.monotonic() + seconds
        while len(self.heard) < number and time.monotonic() < ends:
            time.sleep(0.01)
        return [each.text for each in self.heard]
