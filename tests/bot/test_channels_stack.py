"""The whole product with both platforms: asked and surveyed in Telegram and in WeChat."""

from __future__ import annotations

import secrets
import time

import pytest

from actions.opening import database_of, office_of
from actions.settings import read_settings
from bot.wechat.channel import PATH
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.platforms import bindings, register
from surveys.platforms.model import beijing_day
from tests.bot.telegram_person import Person
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN
from tests.bot.test_survey_soak import WALK
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, Platform
from tests.bot.wechat_platform import TOKEN as WECHAT_TOKEN
from tests.bot.wechat_server import running
from tests.stack import Stack
from tests.surveys.platforms.invented import code, entry, said
from tests.surveys.surveys import DETAILS, SEED, list_of

pytestmark = pytest.mark.stack

PATIENCE = 60.0


@pytest.fixture(scope="module")
def server():
    with telegram(chat_seconds=0) as standing_in:
        yield standing_in


@pytest.fixture(scope="module")
def wechat():
    with running("service") as standing_in:
        yield standing_in


@pytest.fixture(scope="module")
def product(tmp_path_factory, server, wechat):
    stack = Stack(
        tmp_path_factory.mktemp("channels"),
        HUIQI_TELEGRAM_TOKEN=TOKEN,
        HUIQI_TELEGRAM_MODE="polling",
        HUIQI_TELEGRAM_API_BASE=server.url,
        HUIQI_WECHAT_APPID=APPID,
        HUIQI_WECHAT_SECRET=SECRET,
        HUIQI_WECHAT_TOKEN=WECHAT_TOKEN,
        HUIQI_WECHAT_AES_KEY=AES_KEY,
        HUIQI_WECHAT_ACCOUNT="service",
        HUIQI_WECHAT_API_BASE=wechat.url,
    )
    stack.start()
    yield stack
    stack.stop()
    for secret in (TOKEN.partition(":")[2], SECRET, WECHAT_TOKEN):
        assert secret not in stack.logged()


@pytest.fixture(scope="module")
def office(product):
    settings = read_settings(product.environ)
    database = database_of(settings)
    yield office_of(settings, database)
    database.close()


@pytest.fixture(scope="module")
def invitations(office):
    """Codes of the firms of a running survey."""
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, beijing_day(office.now()))
    with office.database.read() as connection:
        firms = firms_of(connection, office, campaigns.find(connection, number))
    return number, [code_of(office, number, each.key) for each in firms if each.asked]


@pytest.fixture
def person(server):
    return server.world.person("林小满")


def heard(person: Person, number: int) -> str:
    """What the bot said in its message of this number."""
    assert len(person.hears(number, PATIENCE)) >= number, person.hears(0)
    return person.heard[number - 1].text


def test_a_person_starts_asks_and_presses(server, product, person):
    person.starts()
    assert "惠企" in heard(person, 1)
    person.says("挂了牌之后能用几年")
    assert "三年" in heard(person, 2)

    query = person.presses(person.heard[1].buttons["有帮助"])

    assert "已记下" in heard(person, 3)
    assert query not in server.world.open_queries


@pytest.mark.parametrize(
    "text", ["给我列个材料清单", "帮我核对申报条件", "第八栏怎么填", "今天天气怎么样"]
)
def test_real_replies_are_taken_by_telegram(product, person, text):
    person.starts()
    heard(person, 1)
    person.says(text)
    assert heard(person, 2)


def test_commands_of_rasa_are_only_words(product, person):
    person.starts()
    for number, text in enumerate(["/restart", "/EXTERNAL_remind", '/inform{"score": "5"}']):
        person.says(text)
        assert "我是惠企" not in heard(person, number + 2)


def test_a_link_with_a_binding_code_binds(office, person):
    register.add(office.database, entry(1), said())
    given = bindings.issue(office.database, "platform", code(1), secrets.choice, time.time())

    person.starts(given)

    assert entry(1).name in heard(person, 1)
    (bound,) = bindings.of_contact(office.database, person.contact_key)
    assert bound.subject == code(1)


def test_help_and_stop_are_understood(product, person):
    person.starts()
    person.says("/help")
    assert "惠企" in heard(person, 2)
    person.says("/stop")
    assert "提醒" in heard(person, 3)


def test_a_list_sent_as_a_file_is_checked(product, person):
    person.starts()
    heard(person, 1)
    person.hands_in("名单.csv", list_of(30))
    assert "可用企业30家" in heard(person, 2)


def test_a_firm_answers_the_whole_survey_in_telegram(office, invitations, person):
    number, codes = invitations
    person.starts(codes[0])
    assert "您同意参加吗" in heard(person, 1)
    for place, words in enumerate(WALK):
        person.says(words)
        heard(person, place + 2)

    assert "谢谢" in person.heard[-1].text
    assert finished(office, number) >= {person.contact_key}


async def test_a_firm_answers_the_whole_survey_in_wechat(office, invitations, product, wechat):
    number, codes = invitations
    anna = "oAnna_invented_survey_000001"
    platform = Platform(product.url + PATH, heard=wechat.heard)
    scanned = await platform.push(anna, MsgType="event", Event="SCAN", EventKey=codes[1])
    assert "您同意参加吗" in (scanned.text or "")
    for words in WALK:
        last = await platform.push(anna, Content=words)
        assert not last.broken

    assert "谢谢" in (last.text or "")
    assert finished(office, number) >= {f"wx:{APPID}:{anna}"}


def finished(office, number: str) -> set[str]:
    """Contacts whose interview is complete; the evidence holds."""
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        firms = firms_of(connection, office, campaigns.find(connection, number))
    return {each.contact_key for each in firms if each.disposition.code == "complete"}


def test_what_is_running_says_that_the_channels_are_open(product):
    assert "Telegram：已开启，主动收取消息" in product.logged()
    assert "微信：已开启" in product.logged()
