"""Many people, slow answers, long ones, impatient ones: each answer is seen once and in order."""

from __future__ import annotations

import asyncio
import random
import re

import pytest

from bot.messages import Reply
from tests.bot.wechat_house import CUT_SECONDS, House, open_house
from tests.bot.wechat_server import WeChatServer, running

PEOPLE, MESSAGES = 5, 4
LATE, MORE = "正在处理，请稍后回复任意字查看。", "（回复“继续”看下文）"


@pytest.fixture(autouse=True)
def _eager(monkeypatch):
    monkeypatch.setattr("bot.sending.sender.IDLE_SECONDS", 0.05)
    # Here the platform cuts off sooner, and people write on sooner, than outside.
    monkeypatch.setattr("bot.wechat.desk.ARRIVES_SECONDS", 0.05)


@pytest.mark.parametrize("kind", ["unverified", "subscription", "service"])
async def test_every_answer_is_seen_once_and_in_order(database, kind):
    chance = random.Random(1)
    with running(kind) as wechat:
        async with open_house(database, wechat) as house:
            _write_script(house, chance)
            seen = await asyncio.gather(
                *(_talk(house, person, chance.random()) for person in range(PEOPLE))
            )
            async with asyncio.timeout(20):
                while house.states() != ["sent"] * PEOPLE * MESSAGES:
                    await asyncio.sleep(0.05)
            for person in range(PEOPLE):
                numbers = _numbers("".join(seen[person]) + _sent(wechat, person))
                assert sorted(numbers) == list(range(MESSAGES)), (person, seen[person])
                if kind == "unverified":
                    assert numbers == sorted(numbers)


def _write_script(house: House, chance: random.Random) -> None:
    for person in range(PEOPLE):
        for number in range(MESSAGES):
            asked = _asked(person, number)
            long = "很长。" * chance.choice([0, 0, 500])
            house.script.replies[asked] = Reply(f"{long}〔{number}〕")
            house.script.seconds[asked] = chance.choice([0, 0, 0.5, 1.5, 4]) * CUT_SECONDS


async def _talk(house: House, person: int, pause: float) -> list[str]:
    """One person's side: asks on, and asks for more while told to."""
    openid = f"oPerson_invented_{person:04}"
    seen = []
    for number in range(MESSAGES):
        exchange = await house.platform.push(openid, Content=_asked(person, number))
        assert not exchange.broken
        seen.append(exchange.text or "")
        await asyncio.sleep(pause / 10)
    while seen[-1] == LATE or seen[-1].endswith(MORE):
        exchange = await house.platform.push(openid, Content="继续")
        assert not exchange.broken
        seen.append(exchange.text or "")
    return seen


def _asked(person: int, number: int) -> str:
    return f"第{person}人的第{number}个问题"


def _sent(wechat: WeChatServer, person: int) -> str:
    openid = f"oPerson_invented_{person:04}"
    return "".join(each["text"]["content"] for each in wechat.sent if each["touser"] == openid)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall("〔([0-9])〕", text)]
