"""The whole product by webhook alone: a survey answered by its buttons on both platforms.

The WeChat account is one that can only answer; its person types the numbers of the options.
"""

from __future__ import annotations

import re

import pytest

from actions.opening import database_of, office_of
from actions.settings import read_settings
from bot.telegram.contacts import PATH as TELEGRAM_PATH
from bot.wechat.channel import PATH as WECHAT_PATH
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.platforms.model import beijing_day
from tests.bot.telegram_house import SECRET as WEBHOOK_SECRET
from tests.bot.telegram_person import Person
from tests.bot.telegram_server import telegram
from tests.bot.telegram_world import TOKEN
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, Platform
from tests.bot.wechat_platform import TOKEN as WECHAT_TOKEN
from tests.stack import Stack
from tests.surveys.surveys import DETAILS, SEED, list_of

pytestmark = pytest.mark.stack

PATIENCE = 60.0
MOST_TURNS = 40
# What is typed where nothing is offered, by a word of the question.
TYPED = {
    "姓名": "王晓明",
    "怎么称呼": "王晓明",
    "职务": "办公室主任",
    "电话": "跳过",
    "哪些服务": "参加过培训",
    "作用": "帮我们培训了员工",
}
_OPTION = re.compile(r'^(?:\d+\. )?<a href="weixin://[^"]+">(.+)</a>$', re.MULTILINE)


@pytest.fixture(scope="module")
def server():
    with telegram(chat_seconds=0) as standing_in:
        yield standing_in


@pytest.fixture(scope="module")
def product(tmp_path_factory, server):
    stack = Stack(
        tmp_path_factory.mktemp("webhooks"),
        HUIQI_TELEGRAM_TOKEN=TOKEN,
        HUIQI_TELEGRAM_SECRET=WEBHOOK_SECRET,
        HUIQI_TELEGRAM_API_BASE=server.url,
        HUIQI_PUBLIC_URL="https://huiqi.example",
        HUIQI_WECHAT_APPID=APPID,
        HUIQI_WECHAT_SECRET=SECRET,
        HUIQI_WECHAT_TOKEN=WECHAT_TOKEN,
        HUIQI_WECHAT_AES_KEY=AES_KEY,
        HUIQI_WECHAT_ACCOUNT="unverified",
        HUIQI_WECHAT_API_BASE="http://127.0.0.1:9",
    )
    stack.start()
    server.delivers_to = stack.url + TELEGRAM_PATH
    address = {"url": "https://huiqi.example" + TELEGRAM_PATH, "secret_token": WEBHOOK_SECRET}
    server.world.call("setWebhook", address)
    yield stack
    stack.stop()
    assert "Traceback" not in stack.logged()


@pytest.fixture(scope="module")
def survey(product):
    """An office with a running survey, and the codes of its firms."""
    settings = read_settings(product.environ)
    database = database_of(settings)
    office = office_of(settings, database)
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, beijing_day(office.now()))
    yield office, number, [code_of(office, number, each.key) for each in asked(office, number)]
    database.close()


def asked(office, number):
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        firms = firms_of(connection, office, campaigns.find(connection, number))
    return [each for each in firms if each.asked]


def complete(office, number):
    return {
        each.contact_key for each in asked(office, number) if each.disposition.code == "complete"
    }


def typed(text: str) -> str:
    """The answer to an open question."""
    question = text.rpartition("\n\n")[2]
    return next((words for about, words in TYPED.items() if about in question), "没有")


def test_a_firm_presses_its_way_through_the_survey_in_telegram(server, survey):
    office, number, codes = survey
    person: Person = server.world.person("林小满")
    person.starts(codes[0])
    pressed = 0
    for turn in range(1, MOST_TURNS):
        assert len(person.hears(turn, PATIENCE)) == turn, person.hears(0)
        said = person.heard[-1]
        if "谢谢" in said.text:
            break
        if said.buttons:
            pressed += 1
            person.presses(next(iter(said.buttons.values())))
        else:
            person.says(typed(said.text))

    assert pressed > 5
    assert person.contact_key in complete(office, number)


async def test_a_firm_types_the_numbers_of_its_answers_in_wechat(product, survey):
    office, number, codes = survey
    anna = "oAnna_invented_numbers_0001"
    platform = Platform(product.url + WECHAT_PATH)
    policy = await platform.push(anna, Content="挂了牌之后能用几年")
    assert "三年" in policy.text
    seen = await platform.push(anna, Content=codes[1])
    chosen = 0
    for _ in range(MOST_TURNS):
        assert seen.text, seen
        if "谢谢" in seen.text:
            break
        options = _OPTION.findall(seen.text)
        chosen += bool(options)
        own = options and all(each[0].isdigit() for each in options)  # numbers of their own
        content = (options[0] if own else "1") if options else typed(seen.text)
        seen = await platform.push(anna, Content=content)

    assert chosen > 5
    assert f"wx:{APPID}:{anna}" in complete(office, number)
