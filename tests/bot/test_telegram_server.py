"""The stand-in itself: it refuses what the Bot API refuses, or its tests would prove nothing."""

from __future__ import annotations

import json

import httpx
import pytest

from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import MOST_A_SECOND, TOKEN


@pytest.fixture
def server():
    with telegram() as running:
        yield running


@pytest.fixture
def call(server):
    with httpx.Client(trust_env=False) as client:
        yield lambda method, token=TOKEN, **given: client.post(
            f"{server.url}/bot{token}/{method}", json=given
        )


def keyboard(*buttons: tuple[str, str]) -> str:
    row = [{"text": title, "callback_data": data} for title, data in buttons]
    return json.dumps({"inline_keyboard": [row[n : n + 8] for n in range(0, len(row), 8)]})


MANY = keyboard(*[("好", "t")] * 101)
REFUSED = {
    "an unknown method": ("sendTelepathy", {}, 404, "Not Found"),
    "a chat that is none": ("sendMessage", {"chat_id": 1, "text": "x"}, 400, "chat not found"),
    "no chat": ("sendMessage", {"text": "x"}, 400, "chat not found"),
    "no text": ("sendMessage", {"text": " "}, 400, "text is empty"),
    "too long": ("sendMessage", {"text": "x" * 4097}, 400, "too long"),
    "too long in UTF-16": ("sendMessage", {"text": "🙂" * 2049}, 400, "too long"),
    "no token": ("sendMessage", {"reply_markup": keyboard(("好", ""))}, 400, "DATA_INVALID"),
    "65 bytes": ("sendMessage", {"reply_markup": keyboard(("好", "好" * 22))}, 400, "DATA_INVALID"),
    "no title": ("sendMessage", {"reply_markup": keyboard((" ", "t"))}, 400, "non-empty"),
    "101 buttons": ("sendMessage", {"reply_markup": MANY}, 400, "markup"),
    "an unknown press": ("answerCallbackQuery", {"callback_query_id": "1"}, 400, "too old"),
    "plain http": ("setWebhook", {"url": "http://huiqi.example"}, 400, "HTTPS"),
    "another port": ("setWebhook", {"url": "https://huiqi.example:8000"}, 400, "ports"),
    "an odd secret": (
        "setWebhook",
        {"url": "https://huiqi.example", "secret_token": "密"},
        400,
        "unallowed",
    ),
    "an odd command": (
        "setMyCommands",
        {"commands": [{"command": "帮助", "description": "x"}]},
        400,
        "COMMAND_INVALID",
    ),
}


@pytest.mark.parametrize(("method", "given", "status", "why"), REFUSED.values(), ids=REFUSED)
def test_what_telegram_refuses_is_refused(server, call, method, given, status, why):
    person = server.world.person("林小满")
    person.starts()
    if method == "sendMessage" and why != "chat not found":
        given = {"chat_id": person.id, "text": "好", **given}

    answer = call(method, **given)

    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert why in answer.json()["description"]
    assert person.heard == []


def test_another_token_is_not_known(call):
    assert call("getMe", token="1:x").status_code == 401


def test_a_press_is_answered_once(server, call):
    query = server.world.person("林小满").presses("t")

    assert call("answerCallbackQuery", callback_query_id=query).status_code == 200
    assert call("answerCallbackQuery", callback_query_id=query).status_code == 400


def test_one_chat_hears_once_a_second_and_all_together_thirty_times(server, call):
    people = [server.world.person(f"第{n}位") for n in range(MOST_A_SECOND + 1)]
    for person in people:
        person.starts()

    statuses = [call("sendMessage", chat_id=each.id, text="好").status_code for each in people]
    again = call("sendMessage", chat_id=people[0].id, text="好")

    assert statuses == [200] * MOST_A_SECOND + [429]
    assert (again.status_code, again.json()["parameters"]) == (429, {"retry_after": 1})


def test_updates_stay_until_the_next_offset(server, call):
    person = server.world.person("林小满")
    first = person.starts()
    person.says("问")

    def polled(offset: int) -> list[int]:
        found = call("getUpdates", offset=offset, timeout=0).json()["result"]
        return [each["update_id"] for each in found]

    assert polled(0) == polled(0) == [first, first + 1]
    assert polled(first + 1) == polled(0) == [first + 1]
    assert polled(first + 2) == polled(0) == []


def test_polling_and_a_webhook_exclude_each_other(call):
    call("setWebhook", url="https://huiqi.example")
    assert call("getUpdates", offset=0, timeout=0).status_code == 409

    call("deleteWebhook")
    assert call("getUpdates", offset=0, timeout=0).status_code == 200


def test_kinds_that_were_not_asked_for_do_not_come(server, call):
    call("getUpdates", offset=0, timeout=0, allowed_updates=["message"])
    person = server.world.person("林小满")
    person.blocks()
    person.starts()

    assert [list(each) for each in server.world.pending] == [["update_id", "message"]]
