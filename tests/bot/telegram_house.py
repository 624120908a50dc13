"""The Telegram channel behind a gateway of its own, for tests; the assistant is away."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import uvicorn
from sqlalchemy import select
from starlette.applications import Starlette

from actions.settings import Settings
from bot import inbox, outbox
from bot.assistant import Assistant
from bot.messages import Button, Incoming, Reply
from bot.requests import Refused, refused
from bot.telegram.channel import SECRET_HEADER, TelegramChannel
from bot.telegram.contacts import PATH
from bot.worker import Worker
from surveys.database import Database
from surveys.schema import inbox as inbox_table
from surveys.sealing import Seal
from tests.bot.telegram_server import TelegramServer
from tests.bot.telegram_world import BOT_ID, TOKEN, Person

SECRET = "invented-Secret_1"
GREETED = {SECRET_HEADER: SECRET}
NOWHERE = "http://127.0.0.1:9"
PATIENCE = 10.0


def settings_for(server: TelegramServer | None, **changes: str) -> Settings:
    return Settings(
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_base=server.url if server else NOWHERE,
        **changes,
    )


class House:
    """The channel behind a gateway; the assistant is away, so that inbox rows stay open."""

    def __init__(self, database: Database, chosen: Settings) -> None:
        self.database = database
        self.reached: list[tuple[str, bool]] = []
        assistant = Assistant(NOWHERE, NOWHERE, "key")

        @contextlib.asynccontextmanager
        async def lifespan(_: Starlette):
            tasks = [asyncio.create_task(each) for each in channel.tasks()]
            yield
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await channel.close()
            await assistant.close()

        worker = Worker(database, assistant, time.time)
        channel = TelegramChannel(
            chosen,
            database,
            worker,
            time.time,
            Seal(("invented",)),
            lambda *seen: self.reached.append(seen),
        )
        self.app = Starlette(
            routes=channel.routes(), exception_handlers={Refused: refused}, lifespan=lifespan
        )

    def said(self) -> list[tuple[str, str]]:
        query = select(inbox_table.c.contact_key, inbox_table.c.said).order_by(inbox_table.c.id)
        with self.database.read() as connection:
            return [(row.contact_key, row.said) for row in connection.execute(query)]

    def waits_for(self, number: int) -> list[str]:
        until(lambda: len(self.said()) >= number)
        return [words for _, words in self.said()]


def until(happened, seconds: float = PATIENCE) -> None:
    ends = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < ends, "it did not happen"
        time.sleep(0.01)


@contextlib.contextmanager
def served(app: Starlette, server: TelegramServer | None = None) -> Iterator[str]:
    """The app on loopback; the stand-in pushes to it as if its address were registered."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    running = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    if server:
        server.delivers_to = url + PATH
        server.world.call(
            "setWebhook", {"url": "https://huiqi.example" + PATH, "secret_token": SECRET}
        )
    yield url
    running.should_exit = True
    thread.join(PATIENCE)
    listening.close()


@contextlib.contextmanager
def talking(app: Starlette) -> Iterator[httpx.Client]:
    with served(app) as url, httpx.Client(base_url=url, trust_env=False) as client:
        yield client


def offer(database: Database, person: Person, *buttons: Button, number: int = 0) -> list[str]:
    """A reply to the person; the tokens of its buttons."""
    own_id = f"earlier:{number}:{time.time()}"
    asked = Incoming("telegram", BOT_ID, own_id, person.contact_key, "问", "问")
    row = inbox.receive(database, asked, time.time(), "test").taken
    assert row
    with database.write() as connection:
        inbox.close(connection, row, "test", time.time(), inbox.DONE)
        reply = outbox.put(connection, row, Reply("答", buttons), time.time())
    return [each["token"] for each in reply.buttons]
