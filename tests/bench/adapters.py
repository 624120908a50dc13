"""What the chat platforms' adapters add to a message that is taken and answered.

The same message goes through inbox, worker and outbox twice, in turns: by itself, and as the
platform delivers and fetches it. The assistant answers at once, so that only our own time is
seen; the difference is the adapter's.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette

from actions.settings import Settings
from bot.messages import Button, Claimed, Delivered, Incoming, Reply
from bot.telegram.carrier import TelegramCarrier
from bot.telegram.channel import SECRET_HEADER, TelegramChannel
from bot.telegram.contacts import PATH as TELEGRAM_PATH
from bot.telegram.keyboard import markup
from bot.wechat.api import open_api
from bot.wechat.carrier import WeChatCarrier
from bot.wechat.channel import PATH as WECHAT_PATH
from bot.wechat.channel import WeChatChannel
from bot.wechat.desk import Desk
from bot.worker import Worker
from surveys.database import Database
from tests.bench.console import say
from tests.bot.telegram_world import TOKEN
from tests.bot.wechat_house import SEAL, account
from tests.bot.wechat_platform import Platform, message

MESSAGES, WARM = 300, 20
NOWHERE = "http://127.0.0.1:9"
JSON = (b"content-type", b"application/json")
SECRET = "invented-Secret_1"
ANSWER = Reply(
    "第十七条　示范平台有效期三年。" * 20,
    (Button("有帮助", '/rate{"good": true}'), Button("没帮助", '/rate{"good": false}')),
)


class AtOnce:
    """An assistant that takes no time."""

    async def turn(self, _: Claimed) -> Reply:
        return ANSWER


def measure() -> dict[str, float]:
    """Milliseconds a message, medians."""
    figures = asyncio.run(_measured())
    say(f"adapters: {figures}")
    return figures


async def _measured() -> dict[str, float]:
    with _house() as (database, worker):
        spine, wechat = await _in_turns(_spine(worker), _wechat(database, worker))
        received, telegram = await _in_turns(_received(worker), _telegram(database, worker))
    return {
        "spine_ms": spine,
        "wechat_ms": wechat - spine,
        "telegram_ms": telegram - received,
    }


@contextmanager
def _house() -> Iterator[tuple[Database, Worker]]:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'huiqi.db'}", SEAL)
        database.migrate()
        yield database, Worker(database, AtOnce(), time.time)  # type: ignore[arg-type]
        database.close()


Step = Callable[[int], Awaitable[None]]


async def _in_turns(one: Step, other: Step) -> tuple[float, float]:
    """Median milliseconds of each, one message of the one after one of the other."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for number in range(WARM + MESSAGES):
        for step, taken in zip((one, other), seconds, strict=True):
            began = time.perf_counter()
            await step(number)
            taken.append(time.perf_counter() - began)
    first, second = (1000 * statistics.median(each[WARM:]) for each in seconds)
    return round(first, 2), round(second, 2)


def _spine(worker: Worker) -> Step:
    async def step(number: int) -> None:
        said = "有效期几年"
        received = await worker.receive(
            Incoming("wechat", "spine", str(number), f"wx:spine:{number % 50}", said, said)
        )
        assert await worker.reply(received, 5.0)

    return step


def _wechat(database: Database, worker: Worker) -> Step:
    """From the sealed message to the sealed reply."""
    ours = account("service")
    api = open_api(ours, NOWHERE, database, SEAL, time.time)
    carrier = WeChatCarrier(ours, api, database, time.time)
    desk = Desk(ours, database, worker, time.time, lambda: None)
    app = Starlette(routes=WeChatChannel(ours, desk, carrier, time.time).routes())
    platform = Platform("", "safe")
    pushed = [
        platform.envelope(message(f"oPerson_{number % 50}", Content="有效期几年", MsgId=number))
        for number in range(WARM + MESSAGES)
    ]

    async def step(number: int) -> None:
        query, body = pushed[number]
        assert b"Encrypt" in await _posted(app, WECHAT_PATH, urlencode(query), body.encode())

    return step


def _received(worker: Worker) -> Step:
    async def step(number: int) -> None:
        said = "有效期几年"
        await worker.receive(
            Incoming("telegram", "spine", str(number), f"tg:0:{number % 50}", said, said)
        )

    return step


def _telegram(database: Database, worker: Worker) -> Step:
    """From the update to its acknowledgement, and from the reply to what is sent."""
    chosen = Settings(telegram_token=TOKEN, telegram_secret=SECRET, telegram_api_base=NOWHERE)
    channel = TelegramChannel(chosen, database, worker, time.time, SEAL)
    assert isinstance(channel.carrier, TelegramCarrier)
    app = Starlette(routes=channel.routes())
    buttons = tuple({"title": each.title, "token": "t" * 20} for each in ANSWER.buttons)
    said = Delivered(1, ANSWER.text, buttons)

    async def step(number: int) -> None:
        chat = {"id": 700_000_000 + number % 50, "type": "private"}
        what = {"message_id": number, "date": 1, "chat": chat, "text": "有效期几年"}
        update = {"update_id": number, "message": what}
        headers = ((SECRET_HEADER.lower().encode(), SECRET.encode()), JSON)
        assert await _posted(app, TELEGRAM_PATH, "", json.dumps(update).encode(), headers) == b"{}"
        assert [markup(part.buttons) for part in channel.carrier.parts(said)]

    return step


async def _posted(
    app: Starlette,
    path: str,
    query: str,
    body: bytes,
    headers: tuple[tuple[bytes, bytes], ...] = (),
) -> bytes:
    """The answer of the app itself: no client and no server is measured with it."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": query.encode(),
        "headers": headers,
    }
    said: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        said.append(message.get("body", b""))

    await app(scope, receive, send)
    return b"".join(said)


if __name__ == "__main__":
    measure()
