"""The channel's name and address, and how a chat with the bot is called: tg:<bot>:<chat>."""

from __future__ import annotations

CHANNEL = "telegram"
PATH = "/webhooks/telegram"
LARGEST_ID = 2**52  # Telegram's own promise


def prefix(bot_id: str) -> str:
    return f"tg:{bot_id}:"


def contact_key(bot_id: str, chat_id: int) -> str:
    return f"{prefix(bot_id)}{chat_id}"


def chat_of(contact: str, bot_id: str) -> int:
    """The chat of a contact of this bot; raises ValueError for anybody else's."""
    own = prefix(bot_id)
    if not contact.startswith(own):
        raise ValueError("not a contact of this bot")
    return int(contact.removeprefix(own))
