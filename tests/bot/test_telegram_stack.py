"""The whole product with Telegram, which it fetches from: said there, answered in the outbox."""

from __future__ import annotations

import secrets
import time

import pytest

from actions.settings import Settings
from bot import outbox
from bot.messages import Delivered
from bot.sending.carrier import Sent
from bot.telegram.api import Api
from bot.telegram.carrier import TelegramCarrier
from surveys.database import Database
from surveys.platforms import bindings, register
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN, Person
from tests.stack import Stack
from tests.surveys.platforms.invented import code, entry, said

pytestmark = pytest.mark.stack

PATIENCE = 90.0


@pytest.fixture(scope="module")
def server():
    with telegram(chat_seconds=0) as running:
        yield running


@pytest.fixture(scope="module")
def product(tmp_path_factory, server):
    running = Stack(
        tmp_path_factory.mktemp("telegram"),
        HUIQI_TELEGRAM_TOKEN=TOKEN,
        HUIQI_TELEGRAM_MODE="polling",
        HUIQI_TELEGRAM_API_BASE=server.url,
    )
    running.start()
    yield running
    running.stop()
    assert TOKEN.partition(":")[2] not in running.logged()


@pytest.fixture(scope="module")
def database(product):
    opened = Database(f"sqlite:///{product.folder / 'var' / 'huiqi.db'}")
    yield opened
    opened.close()


@pytest.fixture
def person(server):
    return server.world.person("林小满")


def reply(database: Database, person: Person, number: int) -> Delivered:
    """The bot's reply of this number, once it is written."""
    ends = time.monotonic() + PATIENCE
    while len(said_to := outbox.after(database, person.contact_key, 0)) < number:
        assert time.monotonic() < ends, "no reply"
        time.sleep(0.05)
    return said_to[number - 1]


def test_a_person_starts_asks_and_presses(server, database, person):
    person.starts()
    assert "惠企" in reply(database, person, 1).text
    person.says("挂了牌之后能用几年")
    answer = reply(database, person, 2)
    assert "三年" in answer.text

    helped = {each["title"]: each["token"] for each in answer.buttons}["有帮助"]
    query = person.presses(helped)

    assert "已记下" in reply(database, person, 3).text
    assert query not in server.world.open_queries


ASKED = [
    "挂了牌之后能用几年",
    "给我列个材料清单",
    "帮我核对申报条件",
    "第八栏怎么填",
    "今天天气怎么样",
]


async def test_real_replies_are_taken_by_telegram_whole(server, product, database, person):
    person.starts()
    for text in ASKED:
        person.says(text)
    replies = [reply(database, person, number) for number in range(1, len(ASKED) + 2)]
    api = Api(Settings(telegram_token=TOKEN, telegram_api_base=server.url))
    carrier = TelegramCarrier(api)

    for each in replies:
        parts = carrier.parts(each)
        for part in parts:
            assert isinstance(await carrier.send(person.contact_key, part, bulk=False), Sent)
        shown = "".join(part.text for part in parts)
        assert "".join(shown.split()) == "".join(each.text.split())
        assert len([title for part in parts for title, _ in part.buttons]) == len(each.buttons)
    await api.close()


def test_commands_of_rasa_are_only_words(database, person):
    person.starts()
    for number, text in enumerate(["/restart", "/EXTERNAL_remind", '/inform{"score": "5"}']):
        person.says(text)
        assert "我是惠企" not in reply(database, person, number + 2).text


def test_a_link_with_a_binding_code_binds(database, person):
    register.add(database, entry(1), said())
    given = bindings.issue(database, "platform", code(1), secrets.choice, time.time())

    person.starts(given)

    assert entry(1).name in reply(database, person, 1).text
    (bound,) = bindings.of_contact(database, person.contact_key)
    assert bound.subject == code(1)


def test_a_link_with_an_invitation_that_nobody_sent_is_told_so(database, person):
    person.starts("fxzpF7STG7nVLe3lARUsRJlN")

    assert "没有这个邀请码" in reply(database, person, 1).text


def test_help_and_stop_are_understood(database, person):
    person.starts()
    person.says("/help")
    assert "惠企" in reply(database, person, 2).text
    person.says("/stop")
    assert "提醒" in reply(database, person, 3).text


def test_what_is_running_says_that_the_channel_is_open(product):
    assert "Telegram：已开启，主动收取消息" in product.logged()
