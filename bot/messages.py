"""What goes in and what comes out, the same for every channel."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Incoming:
    """One message or press of a button, as a channel adapter understood it.

    `shown` is what the person sees of it; `said` is what the dialogue is given. They
    differ for buttons only. `external_id` is the channel's own id of the delivery.
    """

    channel: str
    account: str
    external_id: str
    contact_key: str
    shown: str
    said: str


@dataclass(frozen=True)
class Claimed:
    """An inbox row that this worker holds until its lease ends."""

    id: int
    channel: str
    contact_key: str
    said: str
    tries: int


@dataclass(frozen=True)
class Button:
    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    """Everything the assistant says in one turn."""

    text: str
    buttons: tuple[Button, ...] = ()
    units: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Delivered:
    """An outbox row: one reply as a channel shows it, with tokens in place of payloads."""

    id: int
    text: str
    buttons: tuple[dict[str, str], ...] = field(default=())
    units: tuple[str, ...] = field(default=())
    marks: tuple[str, ...] = field(default=())

    @classmethod
    def from_row(cls, row_id: int, body: str) -> Delivered:
        data = json.loads(body)
        marks = tuple(data.get("marks", ()))  # rows of earlier versions have none
        return cls(row_id, data["text"], tuple(data["buttons"]), tuple(data["units"]), marks)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "buttons": list(self.buttons),
            "units": list(self.units),
            "marks": list(self.marks),
        }
