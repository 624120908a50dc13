"""Translation of Telegram's updates, from recorded payloads; and of anything else, by force."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.messages import Incoming
from bot.telegram.updates import Handed, Notice, NotUnderstood, Press, Reach, read, words
from tests.bot.telegram_recorded import UNDERSTOOD, UPDATES

BOT = "424242"
CONTACT = "tg:424242:700000001"


def test_every_record_is_expected_and_every_kind_recorded():
    assert set(UPDATES) == set(UNDERSTOOD)
    assert {kind for update in UPDATES.values() for kind in update} >= set(Update.ALL_TYPES)


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_understood(name):
    expected, understood = UNDERSTOOD[name], read(UPDATES[name], BOT)

    if expected is None:
        assert understood is None
        return
    assert understood is not None
    assert understood.contact_key == CONTACT
    match understood:
        case Incoming():
            assert expected == {"says": understood.said}
            assert (understood.channel, understood.account) == ("telegram", BOT)
            assert understood.shown == understood.said
        case Notice():
            assert expected["told"] in understood.sentence
            assert understood.sentence.endswith("。")
        case Handed():
            assert expected == {"hands_in": understood.name}
            assert understood.size == 24000
        case Press():
            assert expected == {"presses": understood.token}
            assert understood.query_id == "3006477100000000017"
        case Reach():
            assert expected == {"reachable": understood.reachable}


def test_deliveries_are_told_apart_and_repeats_are_not():
    text = UPDATES["text"]
    later = copy.deepcopy(text)
    later["message"]["message_id"] += 1  # numbers of updates have started anew

    first, again, other = (read(each, BOT) for each in (text, text, later))

    assert first == again
    assert isinstance(first, Incoming)
    assert isinstance(other, Incoming)
    assert first.external_id != other.external_id


def test_words_are_read_whatever_strange_thing_they_came_with():
    strange = copy.deepcopy(UPDATES["text"])
    strange["message"] |= {"forward_origin": {"type": "dream"}, "entities": [{"type": "scent"}]}

    assert read(strange, BOT) == read(UPDATES["text"], BOT)


def test_a_press_is_read_whatever_strange_message_it_was_under():
    strange = copy.deepcopy(UPDATES["press"])
    strange["callback_query"]["message"]["reply_markup"] = {"inline_keyboard": [["?"]]}

    assert read(strange, BOT) == read(UPDATES["press"], BOT)


def test_a_file_is_read_whatever_is_told_of_its_name_and_size():
    strange = copy.deepcopy(UPDATES["document"])
    strange["message"]["document"] |= {"file_name": ["名单.xlsx"], "file_size": "24000"}

    told = read(strange, BOT)

    assert isinstance(told, Handed)
    assert (told.name, told.size) == ("", 0)


def test_what_cannot_be_read_is_named_without_its_words():
    with pytest.raises(NotUnderstood) as told:
        read({"update_id": 1, "message": {"text": "手机号13900000000", "date": 1}}, BOT)

    assert str(told.value) == "TypeError"
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    "text", ["/restart", "/ greet", "/greet@0.01", "/EXTERNAL: x", "/stopp", "/"]
)
def test_a_typed_command_that_is_not_telegrams_stays_words(text):
    assert words(text) == "／" + text[1:]


@pytest.mark.parametrize("text", ["start", "／start", "请说 /start", "//start"])
def test_only_a_command_is_one(text):
    if text == "／start":  # as a Chinese keyboard types it
        assert words(text) == "你好"
    else:
        assert "start" in words(text)


@given(st.text(max_size=80))
def test_no_link_makes_the_bot_say_what_its_maker_wants(payload):
    """The payload of a link is somebody else's text: only codes pass."""
    said = words(f"/start {payload}".rstrip())

    assert said == "你好" or said.startswith(("邀请码 ", "绑定 ", "／"))
    assert not said.startswith("/")


ODD = [None, True, -1, 0, 2**63, 10**400, 1.5, "", "x", "\ud800", "\x00", [], [[]], {}, {"id": []}]


def mutated(update: dict[str, Any], chance: random.Random) -> Any:
    """The update with some values replaced, dropped or moved."""
    made = copy.deepcopy(update)
    for _ in range(chance.randint(1, 4)):
        places = list(_places(made))
        holder, key = chance.choice(places)
        if chance.random() < 0.2:
            del holder[key]
        elif chance.random() < 0.2:
            other, its = chance.choice(places)
            holder[key] = copy.deepcopy(other[its]) if its in other or isinstance(its, int) else 0
        else:
            holder[key] = copy.deepcopy(chance.choice(ODD))
        if not made:
            break
    return made


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


@given(st.sampled_from(sorted(UPDATES)), st.randoms(use_true_random=False))
def test_no_update_breaks_the_translation(name, chance):
    try:
        understood = read(mutated(UPDATES[name], chance), BOT)
    except NotUnderstood:
        return
    if isinstance(understood, Incoming):
        assert not understood.said.startswith("/")
        assert understood.said.encode()
        assert len(understood.external_id) <= 128
    if understood is not None:
        assert len(understood.contact_key) <= 160
        assert understood.contact_key.startswith("tg:424242:")
