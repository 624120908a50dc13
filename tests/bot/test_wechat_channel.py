"""The webhook: what a person on WeChat sees, with the platform's five seconds made short."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.messages import Button, Reply
from tests.bot.wechat_house import open_house
from tests.bot.wechat_server import running

ANNA = "oAnna_invented_0000000000001"


@pytest.fixture(autouse=True)
def _eager(monkeypatch):
    monkeypatch.setattr("bot.sending.sender.IDLE_SECONDS", 0.02)


@pytest.fixture(params=["unverified", "subscription", "service"])
def wechat(request):
    with running(request.param) as server:
        yield server


@pytest.fixture
def verified():
    with running("service") as server:
        yield server


@pytest.fixture
def unverified():
    with running("unverified") as server:
        yield server


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_quick_answer_comes_back_in_the_request(database, wechat, mode):
    async with open_house(database, wechat, mode) as house:
        seen = await house.platform.push(ANNA, Content="有效期几年")
        await asyncio.sleep(0.1)

    assert (seen.text, seen.deliveries, seen.broken) == ("答：有效期几年", 1, False)
    assert wechat.sent == []
    assert house.states() == ["sent"]
