"""What a page of the console may answer instead of its content.

ConsoleError
├── PageNotFound    there is no such thing, or it is somebody else's, which is told alike
└── WrongForm       a field was left out or is not what it should be
"""

from __future__ import annotations

from bot.errors import BotError


class ConsoleError(BotError):
    """Root of the errors of this package; the message is a sentence for the page."""


class PageNotFound(ConsoleError):
    """Nothing that this person may see is at the address."""

    def __init__(self, sentence: str = "没有这个页面，或者它不归您所在单位查看。") -> None:
        super().__init__(sentence)


class WrongForm(ConsoleError):
    """What was sent cannot be acted on."""
