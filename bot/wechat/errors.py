"""What can go wrong with WeChat.

BotError
├── NotGenuine       a request that WeChat did not make, or not now; the message says why
└── WeChatRefused    a call of the API that was refused; carries the errcode, never a secret
"""

from bot.errors import BotError


class NotGenuine(BotError):
    """A request to the webhook that is not answered."""


class WeChatRefused(BotError):
    """The API said no; the message is a sentence with the remedy."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
