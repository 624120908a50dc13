"""What people do in Telegram: what reaches the inbox, what is said at once."""

from __future__ import annotations

import json
import time

import pytest

from bot import inbox
from bot.messages import Button
from bot.telegram.contacts import PATH
from surveys import uploads
from surveys.sealing import Seal
from tests.bot.tables import rename
from tests.bot.telegram_house import (
    GREETED,
    House,
    offer,
    served,
    settings_for,
    talking,
    until,
)
from tests.bot.telegram_recorded import UPDATES, content
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import Fault


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
def house(database, server):
    """With the webhook registered at the stand-in."""
    here = House(database, settings_for(server))
    with served(here.app, server):
        yield here


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


def test_what_cannot_be_read_gets_one_sentence(house, server, person):
    """Also at the pace that Telegram wants."""
    server.world.chat_seconds = 1.0
    for name in ("photo", "photo", "photo", "voice"):
        person.sends(**content(name))
    person.edits("改过的话")

    heard = "".join(person.hears(3))
    until(lambda: not server.world.pending)

    assert [each in heard for each in ("图片", "语音", "再发一遍")] == [True] * 3
    assert len(person.heard) == 3
    assert house.said() == []


def test_a_file_is_kept_before_it_is_acknowledged(house, database, server, person):
    server.world.fail("file", Fault(502), Fault(cut=True))
    person.hands_in("../名单.csv", b"a list")

    [said] = house.waits_for(1)
    number = json.loads(said.removeprefix("/read_file"))["file"]
    kept = uploads.get(database, Seal(("invented",)), person.contact_key, number)
    assert kept == uploads.Upload("名单.csv", b"a list")
    until(lambda: not server.world.pending)
    assert [status for _, status in server.delivered] == [424, 424, 200]


@pytest.mark.parametrize(
    ("size", "faults", "told"),
    [
        (uploads.MOST_BYTES + 1, [], "超过5MB"),
        (10, [Fault(400, "Bad Request: file is too big")], "取不下来"),
        (10, [Fault(502)] * 9, "取不下来"),
    ],
)
def test_a_file_that_cannot_be_had_is_told(house, server, person, size, faults, told):
    server.world.fail("getFile", *faults)
    person.hands_in("名单.xlsx", b"0" * size)

    assert told in person.hears()[0]
    until(lambda: not server.world.pending)
    assert house.said() == []


def test_a_large_file_whose_size_is_not_told_is_not_kept(house, server, person):
    server.world.files["invented"] = b"0" * (uploads.MOST_BYTES + 1)
    person.sends(document={"file_id": "invented", "file_unique_id": "ented"})

    assert "超过5MB" in person.hears()[0]
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
    rename(database, "inbox", "away")
    with served(here.app, server):
        person.says("你们是谁")
        until(lambda: len(server.delivered) >= 2)
        rename(database, "away", "inbox")
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
