"""The webhook and polling: what reaches the inbox, what is said at once, what is refused."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.applications import Starlette

from actions.settings import Settings
from bot import inbox, outbox
from bot.assistant import Assistant
from bot.gateway import create_app
from bot.messages import Button, Incoming, Reply
from bot.requests import Refused, refused
from bot.telegram import polling
from bot.telegram.channel import SECRET_HEADER, TelegramChannel
from bot.telegram.contacts import PATH
from bot.worker import Worker
from surveys.database import Database
from surveys.schema import inbox as inbox_table
from tests.bot.telegram_recorded import UPDATES
from tests.bot.telegram_server import TelegramServer, telegram
from tests.bot.telegram_world import BOT_ID, TOKEN, Fault, Person
from tests.bot.test_telegram_updates import mutated

SECRET = "invented-Secret_1"
GREETED = {SECRET_HEADER: SECRET}
NOWHERE = "http://127.0.0.1:9"
PATIENCE = 10.0


@pytest.fixture
def server():
    with telegram(chat_seconds=0) as running:
        yield running


@pytest.fixture
def person(server):
    person = server.world.person("林小满")
    person.started = True
    return person


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
            chosen, database, worker, time.time, lambda *seen: self.reached.append(seen)
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


@pytest.fixture
def house(database, server):
    """With the webhook registered at the stand-in."""
    here = House(database, settings_for(server))
    with served(here.app, server):
        yield here


def offer(database: Database, person: Person, *buttons: Button) -> list[str]:
    """Tokens of buttons that the person was shown."""
    asked = Incoming("telegram", BOT_ID, f"earlier:{time.time()}", person.contact_key, "问", "问")
    row = inbox.receive(database, asked, time.time(), "test").taken
    assert row
    with database.write() as connection:
        inbox.close(connection, row, "test", time.time(), inbox.DONE)
        reply = outbox.put(connection, row, Reply("答", buttons), time.time())
    return [each["token"] for each in reply.buttons]


def test_what_a_person_says_is_in_the_inbox_once_and_in_order(house, server, person):
    person.starts()
    for number in range(5):
        person.says(f"问{number}")

    said = house.waits_for(6)
    until(lambda: not server.world.pending)

    assert said == ["你好", "问0", "问1", "问2", "问3", "问4"]
    assert [status for _, status in server.delivered] == [200] * 6


def test_a_repeated_delivery_finds_the_first_row(database, server):
    here = House(database, settings_for(server))
    with talking(here.app) as client:
        for _ in range(3):
            assert client.post(PATH, json=UPDATES["text"], headers=GREETED).status_code == 200

    assert [words for _, words in here.said()] == ["挂了牌之后能用几年"]


def test_updates_out_of_order_are_all_taken(database, server):
    here = House(database, settings_for(server))
    with talking(here.app) as client:
        for name in ("start", "help", "text"):  # recorded later, recorded before
            client.post(PATH, json=UPDATES[name], headers=GREETED)

    assert [words for _, words in here.said()] == ["你好", "帮助", "挂了牌之后能用几年"]


def test_a_press_is_answered_and_becomes_its_payload(house, database, server, person):
    [token, _] = offer(
        database, person, Button("有帮助", '/rate{"good": true}'), Button("没帮助", "/rate")
    )
    for seen in ("message", "inaccessible", "nothing"):
        person.presses(token, seen=seen)

    until(lambda: house.said().count((person.contact_key, '/rate{"good": true}')) == 3)
    until(lambda: not server.world.open_queries)
    assert server.world.alerts == {}


def test_a_press_is_answered_although_the_assistant_is_away_and_telegram_repeats(
    database, server, person
):
    [token] = offer(database, person, Button("有帮助", "/rate"))
    here = House(database, settings_for(server))
    query = person.presses(token)
    update = server.world.pending[-1]
    with talking(here.app) as client:
        for _ in range(3):
            client.post(PATH, json=update, headers=GREETED)
        until(lambda: query not in server.world.open_queries)

    assert len(server.world.called("answerCallbackQuery")) == 1
    assert [words for _, words in here.said()] == ["问", "/rate"]


@pytest.mark.parametrize("token", ["no-such-token", "x" * 65, '/inform{"a": 1}', ""])
def test_an_old_or_invented_button_gets_a_sentence_and_no_answer(house, server, person, token):
    query = person.presses(token)

    until(lambda: query in server.world.alerts)
    assert "过期" in server.world.alerts[query]
    assert server.world.called("answerCallbackQuery")[-1]["show_alert"] == "true"
    assert house.said() == []


def test_nobody_presses_somebody_elses_button(house, database, server, person):
    [token] = offer(database, person, Button("有帮助", "/rate"))
    other = server.world.person("周知秋")

    query = other.presses(token)

    until(lambda: query in server.world.alerts)
    assert [words for _, words in house.said()] == ["问"]


def test_a_press_counts_when_telegram_does_not_take_its_answer(house, database, server, person):
    [token] = offer(database, person, Button("有帮助", "/rate"))
    server.world.fail("answerCallbackQuery", Fault(400, "Bad Request: query is too old"))

    person.presses(token)

    assert house.waits_for(2) == ["问", "/rate"]


def content(name: str) -> dict[str, Any]:
    """What is in a recorded message beside sender and time."""
    given = UPDATES[name]["message"]
    return {key: given[key] for key in given if key not in ("message_id", "from", "chat", "date")}


def test_what_cannot_be_read_gets_one_sentence(house, server, person):
    """Also at the pace that Telegram wants."""
    server.world.chat_seconds = 1.0
    for name in ("photo", "photo", "photo", "document"):
        person.sends(**content(name))
    person.edits("改过的话")

    heard = "".join(person.hears(3))
    until(lambda: not server.world.pending)

    assert [each in heard for each in ("图片", "后台上传", "再发一遍")] == [True] * 3
    assert len(person.heard) == 3
    assert house.said() == []


def test_too_long_a_text_is_told_its_length(house, person):
    person.says("问" * 2001)

    assert person.hears() == ["这条消息有2001个字，最多2000个字，请分几条发。"]
    assert house.said() == []


def test_a_slow_answer_is_seen_to_be_under_way(house, server, person):
    for number in range(3):
        person.says(f"问{number}")

    until(lambda: server.world.called("sendChatAction"))
    assert server.world.called("sendChatAction") == [
        {"chat_id": str(person.id), "action": "typing"}
    ]


def test_a_flood_is_told_to_wait_and_telegram_is_satisfied(house, server, person):
    for number in range(inbox.MOST_WAITING + 3):
        person.says(f"问{number}")

    until(lambda: not server.world.pending, 60)

    assert person.hears() == ["您发得太快了，请等前面的问题答完再发。"]
    assert len(house.said()) == inbox.MOST_WAITING
    assert {status for _, status in server.delivered} == {200}


def test_who_blocks_the_bot_and_comes_back_is_reported(house, person):
    person.blocks()
    person.unblocks()

    until(lambda: len(house.reached) == 2)
    assert house.reached == [(person.contact_key, False), (person.contact_key, True)]


def test_without_the_inbox_telegram_keeps_the_update(database, server, person):
    """The table is gone for a while: the delivery fails, is repeated, and then counts."""
    here = House(database, settings_for(server))
    with database.write() as connection:
        outbox.outbox.drop(connection)
        inbox_table.drop(connection)
    with served(here.app, server):
        person.says("你们是谁")
        until(lambda: len(server.delivered) >= 2)
        with database.write() as connection:
            inbox_table.create(connection)
            outbox.outbox.create(connection)
        assert here.waits_for(1) == ["你们是谁"]
    assert server.delivered[0][1] == 500


def test_the_webhook_does_not_wait_for_telegram(database):
    """Telegram's own side is away: what is pushed is taken all the same, and quickly."""
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        began = time.monotonic()
        for name in ("text", "photo", "press"):
            assert client.post(PATH, json=UPDATES[name], headers=GREETED).status_code == 200
        assert time.monotonic() - began < 2
    assert [words for _, words in here.said()] == ["挂了牌之后能用几年"]


WRONG_SECRETS: dict[str, dict[str, str | bytes]] = {
    "none": {},
    "empty": {SECRET_HEADER: ""},
    "another": {SECRET_HEADER: "invented-Secret_2"},
    "its beginning": {SECRET_HEADER: SECRET[:-1]},
    "not ASCII": {SECRET_HEADER: "密".encode()},
    "in another header": {"X-Secret": SECRET},
}


@pytest.mark.parametrize("headers", WRONG_SECRETS.values(), ids=WRONG_SECRETS)
def test_without_the_secret_nothing_is_taken(database, headers):
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        for content in (json.dumps(UPDATES["text"]).encode(), b"\xff" * 9000):
            response = client.post(PATH, content=content, headers=headers)
            assert response.status_code == 403
            assert response.json()["error"].endswith("。")
    assert here.said() == []


def test_the_secret_is_looked_at_before_the_body(database):
    """The body never comes, and the refusal does."""
    here = House(database, settings_for(None))
    with served(here.app) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as line:
            head = f"POST {PATH} HTTP/1.1\r\nhost: {host}\r\ncontent-length: 9999999\r\n\r\n"
            line.sendall(head.encode())
            assert line.recv(100).startswith(b"HTTP/1.1 403")


JSON_TYPE = {"content-type": "application/json"}
BAD_BODIES = {
    "broken": (b'{"update_id": 1', JSON_TYPE, 400),
    "empty": (b"", JSON_TYPE, 400),
    "a list": (b"[1]", JSON_TYPE, 400),
    "not UTF-8": (b'{"x": "\xff\xfe"}', JSON_TYPE, 400),
    "nested": (b"[" * 5000, JSON_TYPE, 400),
    "a form": (b"update_id=1", {"content-type": "application/x-www-form-urlencoded"}, 415),
    "too large": (b'{"x": "' + b"x" * 600_000 + b'"}', JSON_TYPE, 413),
    "nothing known": (b"{}", JSON_TYPE, 200),
    "a number": (b'{"update_id": 1e400, "message": 5}', JSON_TYPE, 200),
}


@pytest.mark.parametrize(("body", "headers", "status"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_signed_junk_is_never_our_fault(database, body, headers, status):
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        response = client.post(PATH, content=body, headers={**GREETED, **headers})

    assert response.status_code == status
    assert here.said() == []


def test_the_longest_message_of_telegram_is_not_too_large(database):
    """Escaped six bytes a character, in answer to another such, both full of bold words."""
    long = copy_with(UPDATES["text"], "字" * 4096)
    long["message"]["reply_to_message"] = copy_with(UPDATES["text"], "🙂" * 2048)["message"]
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        body = json.dumps(long).encode()
        response = client.post(PATH, content=body, headers={**GREETED, **JSON_TYPE})

    assert response.status_code == 200


def copy_with(update: dict[str, Any], text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(update))
    bold = [{"type": "bold", "offset": n, "length": 1} for n in range(100)]
    made["message"] |= {"text": text, "entities": bold}
    return made


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'huiqi.db'}")
    database.migrate()
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        yield here, client
    database.close()


BYTES = st.binary(max_size=200) | st.text(max_size=100).map(str.encode)
BROKEN = st.tuples(st.sampled_from(sorted(UPDATES)), st.integers()).map(
    lambda given: json.dumps(mutated(UPDATES[given[0]], random.Random(given[1]))).encode()
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=BROKEN | BYTES, signed=st.booleans())
def test_whatever_is_posted_is_no_fault_of_ours_and_unsigned_is_nothing(fuzzed, body, signed):
    here, client = fuzzed
    before = len(here.said())

    response = client.post(PATH, content=body, headers={**JSON_TYPE, **(GREETED if signed else {})})

    assert response.status_code in ((200, 400) if signed else (403,))
    if not signed:
        assert len(here.said()) == before
    assert not [words for _, words in here.said()[before:] if words.startswith("/")]


# Polling


@pytest.fixture
def desk(database, server, monkeypatch):
    """A desk that fetches its updates, quickly enough for a test."""
    monkeypatch.setattr(polling, "WAIT_SECONDS", 1)
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.05)
    return House(database, settings_for(server, telegram_mode="polling"))


def test_polling_brings_the_same_into_the_inbox(desk, server, person):
    person.says("以前的话")
    with talking(desk.app) as client:
        person.says("第一句")
        person.sends(**content("sticker"))
        person.says("第二句")

        assert desk.waits_for(3) == ["以前的话", "第一句", "第二句"]
        assert "表情" in person.hears()[0]
        assert client.post(PATH, json={}, headers=GREETED).status_code == 404
        until(lambda: not server.world.pending)


def test_an_update_is_confirmed_only_when_the_inbox_has_it(desk, database, server, person):
    with database.write() as connection:
        outbox.outbox.drop(connection)
        inbox_table.drop(connection)
    person.says("你们是谁")
    with talking(desk.app):
        until(lambda: len(server.world.called("getUpdates")) >= 2)
        assert [each["message"]["text"] for each in server.world.pending] == ["你们是谁"]
        with database.write() as connection:
            inbox_table.create(connection)
            outbox.outbox.create(connection)
        assert desk.waits_for(1) == ["你们是谁"]
        until(lambda: not server.world.pending)


def test_an_update_that_cannot_be_read_hides_no_other(desk, server, person):
    server.world.happens("message", {"message_id": "?"})
    person.says("后面的话")
    with talking(desk.app):
        assert desk.waits_for(1) == ["后面的话"]
        until(lambda: not server.world.pending)


def test_numbers_that_start_anew_lower_are_fetched_too(desk, server, person):
    with talking(desk.app):
        person.says("上周的话")
        desk.waits_for(1)
        until(lambda: not server.world.pending)
        calls = len(server.world.called("getUpdates"))
        until(lambda: len(server.world.called("getUpdates")) > calls + 200)  # polled empty
        with server.world.lock:
            server.world._numbers["update"] = 1000
        person.says("这周的话")

        assert desk.waits_for(2) == ["上周的话", "这周的话"]


TROUBLES = {
    "conflict": Fault(409, "Conflict: terminated by other getUpdates request"),
    "flood": Fault(429, "Too Many Requests", {"retry_after": 1}),
    "bad gateway": Fault(502, body=b"<html>"),
    "wrong token": Fault(401, "Unauthorized"),
    "cut": Fault(cut=True),
    "junk": Fault(200, body=b'{"ok": true, "result": {"update_id": 1}}'),
    "no result": Fault(200, body=b"{}"),
}


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES)
def test_polling_goes_on_after_trouble_and_tells_of_it_once(desk, server, person, caplog, trouble):
    server.world.fail("getUpdates", trouble, trouble)
    person.says("你好吗")
    with talking(desk.app):
        assert desk.waits_for(1) == ["你好吗"]

    told = [each for each in caplog.records if each.name == "huiqi.telegram"]
    assert len(told) == 1
    assert TOKEN not in caplog.text


def test_a_webhook_that_is_set_is_named_as_the_cause(desk, server, caplog):
    server.world.call("setWebhook", {"url": "https://elsewhere.example/hook"})
    with talking(desk.app):
        until(lambda: "set-webhook --remove" in caplog.text)


@pytest.mark.parametrize("mode", ["webhook", "polling"])
def test_the_gateway_starts_without_telegram(tmp_path, mode):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    database.close()
    chosen = Settings(
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_base=NOWHERE,
        telegram_mode=mode,
        database_url=database.url,
        secret_key="k",
    )
    with talking(create_app(chosen)) as client:
        assert client.get("/").status_code == 200
        status = client.post(PATH, json=UPDATES["text"], headers=GREETED).status_code
        assert status == (200 if mode == "webhook" else 404)


def test_without_settings_there_is_no_channel(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    database.close()
    with talking(create_app(Settings(database_url=database.url, secret_key="k"))) as client:
        assert client.post(PATH, json=UPDATES["text"], headers=GREETED).status_code == 404
