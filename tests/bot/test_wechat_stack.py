"""The whole product as WeChat sees it: sealed messages in, sealed replies back in time."""

from __future__ import annotations

import itertools

import httpx
import pytest

from bot.wechat.channel import PATH
from bot.wechat.menu import words
from tests.bot.wechat_platform import Platform

pytestmark = pytest.mark.stack
_people = itertools.count()


@pytest.fixture
def platform(stack_url):
    return Platform(stack_url + PATH)


@pytest.fixture
def anna():
    return f"oAnna_invented_{next(_people):013}"


async def test_a_question_is_answered_from_the_text(platform, anna):
    seen = await platform.push(anna, Content="挂了牌之后能用几年")
    assert "三年" in seen.text
    assert seen.deliveries == 1


async def test_an_option_is_chosen_by_its_number(platform, anna):
    asked = await platform.push(anna, Content="挂了牌之后能用几年")
    chosen = await platform.push(anna, Content="1")
    assert "1. <a href=" in asked.text
    assert "已记下" in chosen.text


async def test_whoever_follows_is_greeted(platform, anna):
    seen = await platform.push(anna, MsgType="event", Event="subscribe", EventKey="")
    assert "惠企" in seen.text


@pytest.mark.parametrize("scene", ["ABCDE-FGHJK", "A" * 24])
async def test_a_scanned_code_is_taken_for_a_code(platform, anna, scene):
    seen = await platform.push(anna, MsgType="event", Event="SCAN", EventKey=scene)
    assert "码" in seen.text


@pytest.mark.parametrize("text", ["/restart", '/inform{"score": "5"}', "/EXTERNAL_ping"])
async def test_a_typed_command_is_talk(platform, anna, text):
    before = await platform.push(anna, Content="挂了牌之后能用几年")
    seen = await platform.push(anna, Content=text)
    assert (before.broken, seen.broken) == (False, False)
    assert seen.text


ENTRIES = {
    "conditions": "第六条",
    "materials": "第十一条",
    "monthly": "10日内",
    "validity": "三年",
    "check": "第1问",
    "deadlines": "月报",
    "bind": "绑定码",
    "survey": "邀请码",
}


@pytest.mark.parametrize("key", words())
async def test_an_entry_of_the_menu_is_answered(platform, anna, key):
    seen = await platform.push(anna, MsgType="event", Event="CLICK", EventKey=key)
    assert ENTRIES[key] in seen.text


async def test_the_gateway_answers_only_the_platform(stack_url):
    async with httpx.AsyncClient() as http:
        assert (await http.get(stack_url + PATH)).status_code == 403
        assert (await http.post(stack_url + PATH, content="<xml/>")).status_code == 403
