"""What Telegram's refusals mean for a message, and how they are told to people.

Nothing here repeats an address: the bot's token is part of every one.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sending.carrier import Failed, Halt, Later, Outcome, Unreachable

SOON, AFTER_TOKEN = 5.0, 300.0
# A short wait is about one chat; a long one is a penalty of the whole bot.
LONG_WAIT = 60.0
# Telegram's words, in small letters, for somebody who is not there.
GONE = ("chat not found", "user not found", "peer_id_invalid", "input_user_deactivated")

# Of the line: the message did not leave the house.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

BLOCKED = "对方停用了机器人，或者从没有打开过它；对方再发来消息后才能发送。"
NOT_THERE = "这个聊天已经不在了；对方再发来消息后才能发送。"
WRONG_TOKEN = "Telegram 不认这个令牌，请核对 HUIQI_TELEGRAM_TOKEN，或向 BotFather 重新领取。"
NO_ANSWER = "Telegram 没有及时回应，消息可能已经送到，稍后再发。"
UNKNOWN = "发送后没有收到 Telegram 的应答，不知道对方是否已收到。"
NO_WAY = "连不上 Telegram，请检查网络，需要代理的请设置 HUIQI_TELEGRAM_PROXY。"
CONFLICT = (
    "同一个机器人另有程序在收消息，或已设了推送地址。"
    "只能留一处收：停掉另一个程序，或运行 huiqi admin telegram set-webhook --remove。"
)
MOVED = "这个聊天变成了群，机器人只回答私聊。"


def outcome(error: Exception, *, bulk: bool = False) -> Outcome:
    """What an error means for the message that was being sent.

    What may have arrived is sent once more where it is a reply, and never where it is `bulk`.
    """
    if isinstance(error, RetryAfter):
        return _throttled(waited(error))
    if isinstance(error, Forbidden):
        return Unreachable(BLOCKED)
    if isinstance(error, InvalidToken):
        return Halt(AFTER_TOKEN, WRONG_TOKEN)
    if isinstance(error, ChatMigrated):
        return Failed(MOVED)
    if isinstance(error, BadRequest):
        return Unreachable(NOT_THERE) if _is_gone(error) else Failed(sentence(error))
    unsure = _may_have_arrived(error)
    if bulk and unsure:
        return Failed(UNKNOWN)
    return Later(SOON, sentence(error), unsure=unsure)


def sentence(error: Exception) -> str:
    """An error as a person is told it."""
    if isinstance(error, RetryAfter):
        return f"发得太快，Telegram 要求等 {waited(error):.0f} 秒。"
    if isinstance(error, InvalidToken):
        return WRONG_TOKEN
    if isinstance(error, Conflict):
        return CONFLICT
    if isinstance(error, TimedOut):
        return NO_ANSWER
    if isinstance(error, BadRequest | Forbidden):
        return f"Telegram 没有接受：{error.message[:200]}"
    return NO_WAY if isinstance(error, TelegramError) else "Telegram 的回答看不懂。"


def waited(error: RetryAfter) -> float:
    """The seconds that Telegram wants to be left alone for."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _throttled(seconds: float) -> Outcome:
    reason = f"发得太快，Telegram 要求等 {seconds:.0f} 秒。"
    if seconds > LONG_WAIT:
        return Halt(seconds, reason)
    return Later(seconds, reason, throttled=True)


def _may_have_arrived(error: Exception) -> bool:
    """Whether the message went out and no answer came."""
    cause = error.__cause__
    return isinstance(cause, httpx.HTTPError) and not isinstance(cause, NOT_SENT)


def _is_gone(error: BadRequest) -> bool:
    said = error.message.lower()
    return any(words in said for words in GONE)
