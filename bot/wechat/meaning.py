"""What a message is to us: a turn of the dialogue, a wish to see more, or only to be noted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.messages import Incoming
from bot.sending.deliveries import QUEUED, SENDING, WAITING
from bot.wechat import handing, ledger, options
from bot.wechat.account import CHANNEL, Account
from bot.wechat.ledger import FETCH, NOTE, TOLD, TURN
from bot.wechat.reading import Heard, Sentence, Words

_FETCHING = {"继续", "下文", "查看", "看下文", "继续看", "更多"}
_ANY_WORD = 4  # characters of what may be meant by "any word"


@dataclass(frozen=True)
class Meaning:
    """The purpose; for a turn its message, for a wish to see more the turn it waits for."""

    purpose: str
    message: Incoming | None = None
    inbox_id: int | None = None


def meant(
    connection: Connection, account: Account, heard: Heard, contact_key: str, now: float
) -> Meaning:
    """An option is an option even where something waits; a question goes to the dialogue."""
    match heard.what:
        case Sentence():
            return Meaning(TOLD)
        case Words(text, shown, hint):
            press = options.pressed(connection, contact_key, text, hint, now)
            short = not hint and len(text) <= _ANY_WORD
            invited = short and ledger.invited(connection, contact_key)
            if short and (invited or (text in _FETCHING and not press)):
                running = handing.last_running(connection, contact_key)
                if running or handing.is_any(connection, contact_key, QUEUED, WAITING, SENDING):
                    return Meaning(FETCH, inbox_id=running)
            shown, said = press or (shown, text)
            return Meaning(TURN, _incoming(account, heard, contact_key, shown, said))
    return Meaning(NOTE)


def _incoming(account: Account, heard: Heard, contact_key: str, shown: str, said: str) -> Incoming:
    return Incoming(CHANNEL, account.appid, heard.writer.external_id, contact_key, shown, said)
