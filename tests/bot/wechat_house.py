"""Our side for the WeChat tests: the channel on loopback, a scripted assistant, the sender."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette

from bot.messages import Claimed, Reply
from bot.sending.sender import Sender
from bot.wechat.account import Account, Notice, rights_of
from bot.wechat.api import open_api
from bot.wechat.carrier import WeChatCarrier
from bot.wechat.channel import PATH, WeChatChannel
from bot.wechat.channel import WAIT_SECONDS as REAL_WAIT_SECONDS
from bot.wechat.desk import Desk
from bot.worker import Worker
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.schema import inbox
from surveys.sealing import Seal
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, TOKEN, Platform
from tests.bot.wechat_server import WeChatServer
from tests.stack import free_port

SECRET_KEY = "invented secret of an installation"
SEAL = Seal((SECRET_KEY,))
TEMPLATE, SUBSCRIPTION = "template-1", "subscription-1"
# The platform's five seconds and our four and a half, made short.
CUT_SECONDS, WAIT_SECONDS = 0.9, 0.4
REAL_CUT_SECONDS = 5.0
LATE_SECONDS = 3.3 * CUT_SECONDS  # for an answer: later than all three deliveries


def account(kind: str = "service", mode: str = "safe", **changes: Any) -> Account:
    given: dict[str, Any] = {
        "appid": APPID,
        "token": TOKEN,
        "secret": SECRET,
        "aes_key": "" if mode == "plain" else AES_KEY,
        "mode": mode,
        "rights": rights_of(kind),
        "template": Notice(TEMPLATE, ("thing1", "thing2")),
        "subscription": Notice(SUBSCRIPTION, ("thing1",)),
    }
    return Account(**{**given, **changes})


@dataclass
class Script:
    """An assistant that answers from a table, after so many seconds."""

    replies: dict[str, Reply] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def turn(self, claimed: Claimed) -> Reply:
        self.asked.append(claimed.said)
        await asyncio.sleep(self.seconds.get(claimed.said, 0.0))
        return self.replies.get(claimed.said, Reply(f"答：{claimed.said}"))


@dataclass
class House:
    database: Database
    script: Script
    platform: Platform
    url: str

    def states(self) -> list[str]:
        with self.database.read() as connection:
            query = select(delivery.c.state).order_by(delivery.c.outbox_id)
            return list(connection.execute(query).scalars())

    def inbox(self) -> list[str]:
        with self.database.read() as connection:
            return list(connection.execute(select(inbox.c.said).order_by(inbox.c.id)).scalars())


@asynccontextmanager
async def open_house(
    database: Database,
    wechat: WeChatServer,
    mode: str = "safe",
    *,
    real_seconds: bool = False,
    **changes: Any,
) -> AsyncIterator[House]:
    """Everything between the webhook and the API, running."""
    wait, cut = WAIT_SECONDS, CUT_SECONDS
    if real_seconds:
        wait, cut = REAL_WAIT_SECONDS, REAL_CUT_SECONDS
    script = Script()
    ours = account(wechat.kind, mode, **changes)
    worker = Worker(database, script, time.time, written=lambda: sender.wake())  # type: ignore[arg-type]
    api = open_api(ours, wechat.url, database, SEAL, time.time)
    carrier = WeChatCarrier(ours, api, database, time.time)
    sender = Sender(database, [carrier], time.time)
    desk = Desk(ours, database, worker, time.time, sender.wake)
    channel = WeChatChannel(ours, desk, carrier, time.time, wait)
    port = free_port()
    config = uvicorn.Config(
        Starlette(routes=channel.routes()),
        host="127.0.0.1",
        port=port,
        log_config=None,
        ws="none",
        lifespan="off",
    )
    server = uvicorn.Server(config)
    tasks = [asyncio.create_task(each) for each in (server.serve(), worker.run(), sender.run())]
    while not server.started:
        await asyncio.sleep(0.01)
    url = f"http://127.0.0.1:{port}{PATH}"
    platform = Platform(url, mode, cut, wechat.heard)
    try:
        yield House(database, script, platform, url)
    finally:
        server.should_exit = True
        await tasks[0]
        for task in tasks[1:]:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await channel.close()
