"""The WeChat channel of an installation, put together from its settings."""

from __future__ import annotations

import time
from collections.abc import Callable

from actions.opening import seal_of
from actions.settings import Settings
from bot.wechat.account import account_of
from bot.wechat.api import open_api
from bot.wechat.carrier import WeChatCarrier
from bot.wechat.channel import WeChatChannel
from bot.wechat.desk import Desk
from bot.worker import Worker
from surveys.database import Database


def wechat_channel(
    settings: Settings, database: Database, worker: Worker, wake: Callable[[], None]
) -> WeChatChannel:
    """`wake` tells the sender that something may go out."""
    account, clock = account_of(settings), time.time
    api = open_api(account, settings.wechat_api_base, database, seal_of(settings), clock)
    carrier = WeChatCarrier(account, api, database, clock)
    desk = Desk(account, database, worker, clock, wake)
    return WeChatChannel(account, desk, carrier, clock)
