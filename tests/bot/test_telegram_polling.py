"""Polling: the same into the inbox, through any trouble; and the gateway with Telegram away."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from actions.settings import Settings
from bot.gateway import create_app
from bot.outbox import Unasked, put_unasked
from bot.sending.dead_letters import dead_letters
from bot.telegram import polling
from bot.telegram.contacts import PATH
from surveys.database import Database
from surveys.delivery_schema import delivery
from tests.bot.tables import rename
from tests.bot.telegram_house import (
    GREETED,
    NOWHERE,
    SECRET,
    House,
    settings_for,
    talking,
    until,
)
from tests.bot.telegram_recorded import UPDATES, content
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN, Fault


@pytest.fixture
def server():
    with telegram(chat_seconds=0) as running:
        yield running


@pytest.fixture
def person(server):
    person = server.world.person("林小满")
    person.started = True
    return person


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
    rename(database, "inbox", "away")
    person.says("你们是谁")
    with talking(desk.app):
        until(lambda: len(server.world.called("getUpdates")) >= 2)
        assert [each["message"]["text"] for each in server.world.pending] == ["你们是谁"]
        rename(database, "away", "inbox")
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


def test_who_blocks_the_bot_is_sent_nothing_until_it_comes_back(tmp_path):
    """Through the whole gateway: what Telegram reports ends what was on its way."""
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    chosen = Settings(
        telegram_token=TOKEN,
        telegram_secret=SECRET,
        telegram_api_base=NOWHERE,
        database_url=database.url,
        secret_key="k",
    )
    contact = "tg:424242:700000001"

    def remind(number: int) -> None:
        with database.write() as connection:
            put_unasked(connection, [Unasked(f"r:{number}", contact, "该报了")], time.time())

    def states() -> list[str]:
        with database.read() as connection:
            return list(connection.execute(select(delivery.c.state)).scalars())

    with talking(create_app(chosen)) as client:
        remind(1)
        client.post(PATH, json=UPDATES["blocked"], headers=GREETED)
        remind(2)
        assert states() == ["dead", "dead"]
        assert {each.reason for each in dead_letters(database)} == {
            "对方已停用或拉黑",
            "对方早已停用或拉黑",
        }
        client.post(PATH, json=UPDATES["unblocked"], headers=GREETED)
        remind(3)
        assert states()[:2] == ["dead", "dead"]
        assert states()[2] in ("queued", "sending")
    database.close()


def test_without_settings_there_is_no_channel(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    database.close()
    with talking(create_app(Settings(database_url=database.url, secret_key="k"))) as client:
        assert client.post(PATH, json=UPDATES["text"], headers=GREETED).status_code == 404
