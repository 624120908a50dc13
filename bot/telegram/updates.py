"""Telegram's updates as the house understands them; pure, and no update can break it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Document, Message, Update

from bot.messages import Incoming
from bot.requests import Refused, typed_text
from bot.telegram.contacts import CHANNEL, LARGEST_ID, contact_key
from bot.telegram.sentences import EDITED, OF_KIND
from surveys.campaigns import inviting
from surveys.platforms import codes

# What a webhook or a poll asks for; anything else is of no use to us.
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
GREETING, HELP, STOP = "你好", "帮助", "退订"
_COMMAND = re.compile(r"/([a-z_]+)(?:@\w+)?(?:\s+(\S*).*)?", re.IGNORECASE | re.DOTALL)
_PLAIN = {
    "message": ("message_id", "date", "chat", "text"),
    "callback_query": ("id", "from", "chat_instance", "data"),
}
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotUnderstood(Exception):
    """An update of a form that Telegram does not document; its words are not repeated."""


@dataclass(frozen=True)
class Press:
    """The press of a button; what its token stands for is in the database."""

    query_id: str
    contact_key: str
    token: str
    external_id: str


@dataclass(frozen=True)
class Notice:
    """A message that no dialogue can take: its sender is told so."""

    contact_key: str
    sentence: str
    external_id: str


@dataclass(frozen=True)
class Handed:
    """A file that Telegram keeps until it is fetched; `size` is 0 where it tells none."""

    contact_key: str
    file_id: str
    name: str
    size: int
    external_id: str


@dataclass(frozen=True)
class Reach:
    """The contact blocked the bot, or let it in again."""

    contact_key: str
    reachable: bool


Understood = Incoming | Press | Notice | Handed | Reach


def read(raw: dict[str, Any], bot_id: str) -> Understood | None:
    """What an update says; None where nothing is to be done. Raises NotUnderstood."""
    try:
        return _read(Update.de_json(raw, None), bot_id)
    except Exception as error:  # any shape is possible that is not a documented one
        what = type(error).__name__
    try:
        return _read(Update.de_json(_plainest(raw), None), bot_id)
    except Exception:
        raise NotUnderstood(what) from None


def _plainest(raw: dict[str, Any]) -> dict[str, Any]:
    """The words or the press alone: what goes with them may be of a kind yet unknown."""
    (kind,) = raw.keys() & _PLAIN.keys()
    return {
        "update_id": raw["update_id"],
        kind: {name: raw[kind][name] for name in _PLAIN[kind]},
    }


def _read(update: Update, bot_id: str) -> Understood | None:
    number = _whole(update.update_id)
    if update.callback_query:
        return _press(update.callback_query, number, bot_id)
    if update.my_chat_member:
        return _reach(update.my_chat_member, bot_id)
    if update.edited_message:
        return _edited(update.edited_message, number, bot_id)
    if update.message:
        return _message(update.message, number, bot_id)
    return None


def _press(query: CallbackQuery, number: int, bot_id: str) -> Press:
    """Who pressed is asked of the person: the message of an old button may be out of reach."""
    contact = contact_key(bot_id, _whole(query.from_user.id))
    data = query.data if isinstance(query.data, str) else ""
    token = data if _TOKEN.fullmatch(data) else ""
    return Press(str(query.id), contact, token, f"{number}:{token}")


def _reach(change: ChatMemberUpdated, bot_id: str) -> Reach | None:
    if change.chat.type != "private":
        return None
    contact = contact_key(bot_id, _whole(change.chat.id))
    return Reach(contact, change.new_chat_member.status != "kicked")


def _edited(message: Message, number: int, bot_id: str) -> Notice | None:
    """An edited text. Other edits happen by themselves, as when a shared place moves."""
    if message.chat.type != "private" or not message.text:
        return None
    return Notice(contact_key(bot_id, _whole(message.chat.id)), EDITED, _id(number, message))


def _message(message: Message, number: int, bot_id: str) -> Incoming | Notice | Handed | None:
    """Only private chats are answered; what Telegram itself reports in them is not."""
    if message.chat.type != "private":
        return None
    contact, external_id = contact_key(bot_id, _whole(message.chat.id)), _id(number, message)
    if message.text is not None:
        try:
            text = words(message.text)
        except Refused as refused:
            return Notice(contact, refused.sentence, external_id)
        return Incoming(CHANNEL, bot_id, external_id, contact, text, text)
    if message.document and not message.animation:  # an animation is told of as a document too
        return _handed(message.document, contact, external_id)
    for kind, sentence in OF_KIND.items():
        if getattr(message, kind, None):
            return Notice(contact, sentence, external_id)
    return None


def _handed(file: Document, contact: str, external_id: str) -> Handed:
    """Name and size are only told of a file, and may be anything; the fetched one is measured."""
    name = file.file_name if isinstance(file.file_name, str) else ""
    size = file.file_size if isinstance(file.file_size, int) else 0
    return Handed(contact, str(file.file_id), name, size, external_id)


def words(text: object) -> str:
    """What a person said; Telegram's usual commands become words that the assistant knows."""
    typed = typed_text(text)  # whose leading slash is no longer one
    command = _COMMAND.fullmatch("/" + typed[1:]) if typed.startswith("／") else None
    if command is None:
        return typed
    name, payload = command[1].lower(), command[2] or ""
    if name == "start":
        return _opening(payload)
    return {"help": HELP, "stop": STOP}.get(name, typed)


def _opening(payload: str) -> str:
    """The payload of a link t.me/<bot>?start=<code> as the person would have written it."""
    if payload and inviting.code_in(payload) == payload:
        return f"邀请码 {payload}"
    if codes.code_in(payload):
        return f"绑定 {payload}"
    return GREETING


def _id(number: int, message: Message) -> str:
    """Update numbers start anew after a quiet week, so the message's own goes with them."""
    return f"{number}:{_whole(message.message_id)}"


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST_ID:
        raise ValueError("not an id")
    return value
