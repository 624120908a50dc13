"""What the sender asks of a channel, and what a channel may answer.

A carrier knows its channel's limits and error codes and nothing of the outbox. It never
raises for what the other side says: every documented answer is one of the outcomes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.messages import Delivered


@dataclass(frozen=True)
class Sent:
    external_id: str = ""


@dataclass(frozen=True)
class Later:
    """Not now: the same part again after so many seconds, and longer each time in a row. It is
    a try unless we were only throttled. `unsure`: it went out and no answer came, so that it may
    have arrived; then it is sent once more at most."""

    seconds: float
    reason: str
    throttled: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class Halt:
    """Nothing of this account can go out for so many seconds; a person should know why."""

    seconds: float
    reason: str


@dataclass(frozen=True)
class Waits:
    """The contact has to write first: kept until then, nothing is tried again before."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """The contact blocked us or is gone; nothing more is tried until it writes."""

    reason: str


@dataclass(frozen=True)
class Failed:
    """This message can never go out; a person sees it among the dead letters."""

    reason: str


Outcome = Sent | Later | Halt | Waits | Unreachable | Failed


@dataclass(frozen=True)
class Part:
    """What goes out in one call: text as the channel shows it, and buttons as title and token."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()


class Carrier(Protocol):
    """One account of one channel."""

    prefix: str  # of its contact keys, such as "tg:123456:"
    per_second: float  # most calls a second over all contacts
    contact_seconds: float  # least time between two calls to one contact

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        """A reply cut to the channel's lengths; pure, the same each time."""

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Outcome:
        """One part to one contact. `bulk` marks what the contact did not ask for just now."""
