"""What comes in from the person, and what goes out: messages, buttons, turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveys.interviews.record import Interview

Then = Literal["ask", "confirm", "finished", "ended", "regulation", "unclear", "staff", "note"]
COMMAND, CONFIRM = "command", "confirm"  # what a button asks for instead of a question


@dataclass(frozen=True)
class Message:
    """Words as a channel delivers them; `number` is the channel's own, to know them again."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Button:
    """A button of one question of one version of one invitation; pressed, it comes back as it is.

    `question` may also be COMMAND, with the words of a command as value, or CONFIRM, whose version
    also counts the rows that were read back: an old one does not confirm later changes.
    """

    title: str
    invitation: str
    question: str
    value: str
    version: str


@dataclass(frozen=True)
class Press:
    """A button that was pressed, and the channel's number of that message."""

    button: Button
    number: str = ""


Said = str | Message | Button | Press


@dataclass(frozen=True)
class Turn:
    """The interview afterwards, what is said, and what comes of it.

    `then`: ask, a question is open; confirm, everything was read back; finished, it was confirmed;
    ended, it is over without that; regulation, it was a question about the rules, to be answered
    before what is said; unclear, it was no answer and is asked again; staff, a person is to call;
    note, the words are for the recommender; repeated, the message was here before: nothing is said.
    """

    interview: Interview
    says: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    then: Then | Literal["repeated"] = "ask"
