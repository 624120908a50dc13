"""The carrier against the Bot API's stand-in: every documented answer is an outcome."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.settings import Settings
from bot.messages import Delivered
from bot.sending.carrier import Carrier, Failed, Halt, Later, Part, Sent, Unreachable
from bot.sending.sender import Sender
from bot.telegram.api import Api
from bot.telegram.carrier import CHOOSE, TelegramCarrier
from bot.telegram.cutting import cut, units
from bot.telegram.keyboard import rows
from tests.bot.telegram_house import offer
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN, Fault

TIMEOUT = 0.5


@pytest.fixture
def server():
    with telegram() as running:
        yield running


@pytest.fixture
def person(server):
    person = server.world.person("林小满")
    person.starts()
    return person


@pytest.fixture
async def carrier(server):
    api = Api(Settings(telegram_token=TOKEN, telegram_api_base=server.url), seconds=TIMEOUT)
    yield TelegramCarrier(api)
    await api.close()


def said(text: str, *titles: str) -> Delivered:
    buttons = tuple({"title": title, "token": f"t{n}"} for n, title in enumerate(titles))
    return Delivered(1, text, buttons)


async def test_it_is_what_the_sender_asks_for(carrier):
    as_sender_sees_it: Carrier = carrier

    assert as_sender_sees_it.prefix == "tg:424242:"
    assert as_sender_sees_it.contact_seconds >= 1.0
    assert as_sender_sees_it.per_second < 30


async def test_a_reply_arrives_as_it_was_written(carrier, person):
    text = "《办法》第十七条：*三年*_有效_ <b>不是</b> [链接](x) & `代码` \\。"
    (part,) = carrier.parts(said(text, "有帮助", "没帮助", "看看第十七条第二款的原文全文"))

    outcome = await carrier.send(person.contact_key, part, bulk=False)

    (heard,) = person.heard
    assert outcome == Sent(str(heard.message_id))
    assert heard.text == text
    assert heard.rows == (
        (("有帮助", "t0"), ("没帮助", "t1")),
        (("看看第十七条第二款的原文全文", "t2"),),
    )


async def test_a_long_reply_arrives_whole_with_its_buttons_at_the_end(server, carrier, person):
    server.world.chat_seconds = 0
    text = "\n".join(f"第{n}句，说的是{'条件' * 20}。" for n in range(200))
    parts = carrier.parts(said(text, "好"))

    for part in parts:
        assert isinstance(await carrier.send(person.contact_key, part, bulk=False), Sent)

    assert len(parts) == len(person.heard) > 1
    assert "\n".join(person.hears()) == text
    assert [len(each.buttons) for each in person.heard] == [0] * (len(parts) - 1) + [1]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("字" * 4096, [4096]),
        ("字" * 4097, [4096, 1]),
        ("字" * 4095 + "🙂", [4095, 2]),
        ("🙂" * 2049, [4096, 2]),
        ("字" * 4090 + "👨‍👩‍👧", [4090, 8]),
    ],
    ids=["just fits", "one too many", "an emoji at the border", "emoji", "a family at the border"],
)
async def test_a_text_at_the_border_is_cut_where_telegram_counts(
    server, carrier, person, text, lengths
):
    server.world.chat_seconds = 0
    for part in carrier.parts(said(text)):
        assert isinstance(await carrier.send(person.contact_key, part, bulk=False), Sent)

    assert [units(each) for each in person.hears()] == lengths
    assert "".join(person.hears()) == text


@pytest.mark.parametrize("text", ["", "  \n", "\n\n\n"])
async def test_what_says_nothing_is_not_sent_without_buttons(carrier, text):
    assert carrier.parts(said(text)) == ()
    assert carrier.parts(said(text, "好")) == (Part(CHOOSE, (("好", "t0"),)),)


async def test_more_buttons_than_fit_go_below(server, carrier, person):
    server.world.chat_seconds = 0
    parts = carrier.parts(said("请选", *(f"第{n}项" for n in range(230)), " "))

    for part in parts:
        assert isinstance(await carrier.send(person.contact_key, part, bulk=False), Sent)

    assert [len(each.buttons) for each in person.heard] == [100, 100, 30]


ANSWERS = {
    "flood": (Fault(429, "Too Many Requests", {"retry_after": 7}), Later, 7.0),
    "a long penalty": (Fault(429, "Too Many Requests", {"retry_after": 900}), Halt, 900.0),
    "blocked": (Fault(403, "Forbidden: bot was blocked by the user"), Unreachable, None),
    "deactivated": (Fault(403, "Forbidden: user is deactivated"), Unreachable, None),
    "no chat": (Fault(400, "Bad Request: chat not found"), Unreachable, None),
    "no such id": (Fault(400, "Bad Request: PEER_ID_INVALID"), Unreachable, None),
    "too long": (Fault(400, "Bad Request: message is too long"), Failed, None),
    "a bad button": (Fault(400, "Bad Request: BUTTON_DATA_INVALID"), Failed, None),
    "a group": (Fault(400, "Bad Request", {"migrate_to_chat_id": -100}), Failed, None),
    "wrong token": (Fault(401, "Unauthorized"), Halt, 300.0),
    "no such bot": (Fault(404, "Not Found"), Halt, 300.0),
    "bad gateway": (Fault(502, "Bad Gateway"), Later, 5.0),
    "a page of a proxy": (Fault(502, body=b"<html>/bot" + TOKEN.encode()), Later, 5.0),
    "server error": (Fault(500, "Internal Server Error"), Later, 5.0),
    "too large": (Fault(413, "Request Entity Too Large"), Later, 5.0),
    "timeout": (Fault(hang=TIMEOUT * 3), Later, 5.0),
    "cut": (Fault(cut=True), Later, 5.0),
    "cut after it arrived": (Fault(cut=True, after=True), Later, 5.0),
    "a captive page": (Fault(200, body=b"<html>sign in</html>"), Later, 5.0),
    "a list": (Fault(200, body=b"[]"), Later, 5.0),
    "no result": (Fault(200, body=b"{}"), Later, 5.0),
    "an odd result": (Fault(200, body=b'{"ok": true, "result": 7}'), Later, 5.0),
}


@pytest.mark.parametrize(("fault", "kind", "seconds"), ANSWERS.values(), ids=ANSWERS)
async def test_every_answer_is_an_outcome(server, carrier, person, caplog, fault, kind, seconds):
    caplog.set_level(logging.DEBUG)
    server.world.fail("sendMessage", fault)

    outcome = await carrier.send(person.contact_key, Part("你好"), bulk=False)

    assert isinstance(outcome, kind)
    assert seconds is None or outcome.seconds == seconds
    assert not isinstance(outcome, Later) or outcome.throttled is (fault.status == 429)
    assert outcome.reason.endswith("。") or outcome.reason.startswith("Telegram 没有接受：")
    assert TOKEN not in repr(outcome) + caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text


LOST_ANSWERS = {
    "timeout": (Fault(hang=TIMEOUT * 3), Failed),
    "cut after it arrived": (Fault(cut=True, after=True), Failed),
    "bad gateway": (Fault(502, "Bad Gateway"), Later),
    "flood": (Fault(429, "Too Many Requests", {"retry_after": 7}), Later),
}


@pytest.mark.parametrize(("fault", "kind"), LOST_ANSWERS.values(), ids=LOST_ANSWERS)
async def test_a_reminder_that_may_have_arrived_is_not_repeated(
    server, carrier, person, fault, kind
):
    server.world.fail("sendMessage", fault)
    assert isinstance(await carrier.send(person.contact_key, Part("该报了"), bulk=True), kind)


async def test_the_sender_keeps_to_telegrams_limits(database, server, monkeypatch):
    """Sixty people at once, one of them with three messages: nothing is refused."""
    monkeypatch.setattr("bot.sending.sender.IDLE_SECONDS", 0.05)
    people = [server.world.person(f"人{number}") for number in range(60)]
    for number, each in enumerate([*people, people[0], people[0]]):
        each.started = True
        offer(database, each, number=number)
    api = Api(Settings(telegram_token=TOKEN, telegram_api_base=server.url))
    sender = asyncio.create_task(Sender(database, [TelegramCarrier(api)], time.time).run())
    async with asyncio.timeout(60):
        while sum(len(each.heard) for each in people) < 62:
            await asyncio.sleep(0.05)
    sender.cancel()
    await asyncio.gather(sender, return_exceptions=True)
    await api.close()

    assert len(server.world.called("sendMessage")) == 62
    assert [len(each.heard) for each in people] == [3] + [1] * 59


async def test_the_limits_of_telegram_are_met_as_throttling(carrier, person):
    first, second = [
        await carrier.send(person.contact_key, Part("你好"), bulk=False) for _ in range(2)
    ]

    assert isinstance(first, Sent)
    assert isinstance(second, Later)
    assert (second.seconds, second.throttled) == (1.0, True)


async def test_who_blocked_the_bot_or_never_opened_it_is_out_of_reach(server, carrier, person):
    stranger = server.world.person("周知秋")
    person.blocks()

    for contact in (person.contact_key, stranger.contact_key, "tg:424242:1"):
        assert isinstance(await carrier.send(contact, Part("你好"), bulk=True), Unreachable)


@pytest.mark.parametrize("contact", ["tg:1:5", "web:abc", "tg:424242:x", "tg:424242:"])
async def test_nobody_elses_contact_is_written_to(server, carrier, contact):
    assert isinstance(await carrier.send(contact, Part("你好"), bulk=False), Failed)
    assert server.world.called("sendMessage") == []


async def test_without_a_network_it_is_later():
    api = Api(Settings(telegram_token=TOKEN, telegram_api_base="http://127.0.0.1:9"))

    outcome = await TelegramCarrier(api).send("tg:424242:5", Part("你好"), bulk=False)
    await api.close()

    assert isinstance(outcome, Later)
    assert "HUIQI_TELEGRAM_PROXY" in outcome.reason


async def test_calls_go_through_the_proxy_that_is_set(server, person):
    """The stand-in takes a proxy's requests too: they carry the whole address."""
    settings = Settings(
        telegram_token=TOKEN,
        telegram_api_base="http://telegram.invalid",
        telegram_proxy=server.url,
    )
    api = Api(settings)

    outcome = await TelegramCarrier(api).send(person.contact_key, Part("你好"), bulk=False)
    await api.close()

    assert isinstance(outcome, Sent)


WRITTEN = st.text(
    st.sampled_from("一二。！？；，\n ”)👨‍👩‍👧🇨🇳e\u0301👍🏽🙂a ")
    | st.characters(exclude_categories=["Cs"]),
    max_size=400,
)


@given(WRITTEN, st.integers(20, 80))
def test_cut_parts_fit_and_lose_nothing(text, most):
    parts = cut(text, most)

    assert all(0 < units(part) <= most for part in parts)
    assert all(part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert parts == cut(text, most)


CUTS = {
    "at a paragraph": ("一二三四五六。\n\n七八九。十", 12, ("一二三四五六。", "七八九。十")),
    "at a line": ("一二三四五六。七\n八九十一", 12, ("一二三四五六。七", "八九十一")),
    "after a sentence": ("一二三四五六七。八九十一二三", 12, ("一二三四五六七。", "八九十一二三")),
    "after its quotation": ("一二“三四五六。”八九十一二", 12, ("一二“三四五六。”", "八九十一二")),
    "at a comma": ("一二三四五六七，八九十一二三", 12, ("一二三四五六七，", "八九十一二三")),
    "anywhere if it must": ("一" * 15, 12, ("一" * 12, "一" * 3)),
    "emoji are two": ("🙂" * 7, 12, ("🙂" * 6, "🙂")),
    "never within a family": ("一二三四五六七👨‍👩‍👧八", 12, ("一二三四五六七", "👨‍👩‍👧八")),
    "never within a flag": ("一二三四五六七八九🇨🇳", 12, ("一二三四五六七八九", "🇨🇳")),
}


@pytest.mark.parametrize(("text", "most", "parts"), CUTS.values(), ids=CUTS)
def test_a_text_is_cut_where_a_reader_pauses(text, most, parts):
    assert cut(text, most) == parts


def test_short_titles_stand_two_in_a_row():
    titles = ["很满意", "满意", "一般", "说不清楚到底满意还是不满意", "不满意", "很不满意"]

    laid = rows([(title, str(n)) for n, title in enumerate(titles)])

    assert [[title for title, _ in row] for row in laid] == [
        ["很满意", "满意"],
        ["一般"],
        ["说不清楚到底满意还是不满意"],
        ["不满意", "很不满意"],
    ]
