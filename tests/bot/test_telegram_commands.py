"""`huiqi admin telegram` against the stand-in: done, or one sentence that says what to do."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.commands.json_file import Refused
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN, Fault

SECRET = "invented-Secret_1"
ADDRESS = "https://huiqi.example.gov/webhooks/telegram"


@pytest.fixture
def server():
    with telegram() as running:
        yield running


@pytest.fixture
def huiqi(tmp_path, monkeypatch, server):
    """Runs a command with the settings of a house on the internet, changed as told."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, **changes: str):
        usual = {
            "DATA_DIR": str(tmp_path),
            "PUBLIC_URL": "https://huiqi.example.gov/",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_SECRET": SECRET,
            "TELEGRAM_API_BASE": server.url,
        }
        given = {f"HUIQI_{name}": value for name, value in (usual | changes).items()}
        return CliRunner().invoke(
            cli, ["admin", "telegram", *words], env=given, standalone_mode=False
        )

    return run


def sentence(result) -> str:
    """What the command was refused with."""
    assert isinstance(result.exception, Refused)
    told = str(result.exception)
    assert TOKEN.partition(":")[2] not in told
    assert SECRET not in told + result.output
    return told


def test_the_webhook_is_registered_with_its_secret_and_in_order(huiqi, server):
    done = huiqi("set-webhook")

    assert done.exception is None
    assert ADDRESS in done.output
    webhook = server.world.webhook
    assert (webhook["url"], webhook["secret_token"]) == (ADDRESS, SECRET)
    assert webhook["max_connections"] == "1"
    assert json.loads(webhook["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


def test_it_is_removed_again(huiqi, server):
    huiqi("set-webhook")
    huiqi("set-webhook", "--remove")

    assert server.world.webhook is None


ADDRESSES = ["", "http://huiqi.example.gov", "https://huiqi.example.gov:8000", "https://:443", "x"]


@pytest.mark.parametrize("address", [*ADDRESSES, "https://huiqi.example.gov:port", "https://["])
def test_an_address_that_telegram_cannot_reach_is_refused(huiqi, server, address):
    assert "HUIQI_PUBLIC_URL" in sentence(huiqi("set-webhook", PUBLIC_URL=address))
    assert server.world.called("setWebhook") == []


def test_who_polls_needs_no_webhook(huiqi):
    told = sentence(huiqi("set-webhook", TELEGRAM_MODE="polling", TELEGRAM_SECRET=""))

    assert "HUIQI_TELEGRAM_MODE=webhook" in told


def test_the_menu_is_what_the_adapter_understands(huiqi, server):
    done = huiqi("commands")

    assert done.exception is None
    assert [each["command"] for each in server.world.commands] == ["start", "help", "stop"]


def test_info_finds_nothing_wrong_when_nothing_is(huiqi):
    huiqi("set-webhook")
    done = huiqi("info")

    assert (done.exit_code, done.stderr) == (0, "")
    assert "https://t.me/huiqi_invented_bot?start=邀请码" in done.output


def test_info_as_json(huiqi):
    huiqi("set-webhook")
    done = huiqi("info", "--json")

    assert json.loads(done.stdout) == {
        "bot": "huiqi_invented_bot",
        "link": "https://t.me/huiqi_invented_bot",
        "mode": "webhook",
        "webhook": ADDRESS,
        "pending": 0,
        "last_error": "",
        "problems": [],
    }


def test_info_says_that_no_address_is_registered(huiqi):
    done = huiqi("info")

    assert done.exit_code == 1
    assert "set-webhook" in done.stderr


def test_info_says_that_another_address_is_registered(huiqi):
    huiqi("set-webhook", PUBLIC_URL="https://old.example.gov")
    done = huiqi("info")

    assert done.exit_code == 1
    assert "https://old.example.gov/webhooks/telegram" in done.stderr


def test_info_says_what_telegram_met_at_the_webhook(huiqi, server):
    huiqi("set-webhook")
    person = server.world.person("林小满")
    with server.world.lock:
        server.world.webhook["url"] = ADDRESS
        server.world.last_error = "Connection refused"
    server.delivers_to = "http://127.0.0.1:9"
    person.starts()
    done = huiqi("info")

    assert done.exit_code == 1
    assert "还有 1 条在等" in done.stderr


def test_info_says_that_a_webhook_stands_in_the_way_of_polling(huiqi):
    huiqi("set-webhook")
    done = huiqi("info", TELEGRAM_MODE="polling")

    assert done.exit_code == 1
    assert "--remove" in done.stderr


@pytest.mark.parametrize("words", [["info"], ["commands"], ["set-webhook"]])
def test_without_a_token_it_says_where_to_get_one(huiqi, words):
    assert "BotFather" in sentence(huiqi(*words, TELEGRAM_TOKEN="", TELEGRAM_SECRET=""))


FAILURES = {
    "a wrong token": (Fault(401, "Unauthorized"), "HUIQI_TELEGRAM_TOKEN"),
    "a refusal": (Fault(400, "Bad Request: bad webhook: no certificate"), "no certificate"),
    "too often": (Fault(429, "Too Many Requests", {"retry_after": 9}), "9 秒"),
    "an outage": (Fault(502, body=b"<html>"), "HUIQI_TELEGRAM_PROXY"),
    "junk": (Fault(200, body=b"{}"), "看不懂"),
}


@pytest.mark.parametrize(("fault", "told"), FAILURES.values(), ids=FAILURES)
def test_what_telegram_refuses_is_told_in_a_sentence(huiqi, server, fault, told):
    server.world.fail("setWebhook", fault)

    assert told in sentence(huiqi("set-webhook"))


def test_without_a_network_it_says_what_to_check(huiqi):
    told = sentence(huiqi("info", TELEGRAM_API_BASE="http://127.0.0.1:9"))

    assert "HUIQI_TELEGRAM_PROXY" in told
