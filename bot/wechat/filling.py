"""What of all that waits for a person fits the one reply that an open request can carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sending.carrier import Part
from bot.wechat import text
from bot.wechat.reading import sentences

_BETWEEN = "\n\n"


@dataclass(frozen=True)
class Open:
    """One message that is still to be sent, and how many of its parts went out."""

    outbox_id: int
    parts: tuple[Part, ...]
    sent: int


@dataclass(frozen=True)
class Filling:
    """The reply's text, and how far each message got with it."""

    text: str
    whole: tuple[int, ...] = ()
    begun: tuple[int, int] | None = None  # message, and parts that went out
    left: bool = False  # whether anything is still to be sent


def filled(waiting: Sequence[Open], closing: str, *, invite: bool) -> Filling:
    """Take parts in order while they fit; `closing` is said after them.

    Options end a reply, so that a typed number means one of these. `invite` asks the person
    to write when something is left, because it cannot be sent otherwise.
    """
    shown: list[str] = []
    whole: list[int] = []
    begun, full = None, False
    for message in waiting:
        taken = message.sent
        for part in message.parts[message.sent :]:
            piece = text.rendered(part)
            if full or (shown and _size([*shown, piece]) > text.PART_BYTES):
                full = True
                break
            shown.append(piece)
            taken += 1
            full = bool(part.buttons)
        if taken < len(message.parts):
            begun = (message.outbox_id, taken) if taken > message.sent else None
            break
        whole.append(message.outbox_id)
    left = len(whole) < len(waiting)
    if closing and not left and not full and _size([*shown, closing]) <= text.PART_BYTES:
        shown.append(closing)
    said = _BETWEEN.join(shown)
    if left and invite:
        said += "\n" + sentences()["more"]
    return Filling(said, tuple(whole), begun, left)


def _size(pieces: Sequence[str]) -> int:
    return text.size(_BETWEEN.join(pieces))
