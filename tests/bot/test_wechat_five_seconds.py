"""The platform's real five seconds and slow answers, on each kind of account."""

from __future__ import annotations

import asyncio
from pathlib import Path

from surveys.database import Database
from tests.bot.wechat_house import House, open_house
from tests.bot.wechat_server import WeChatServer, running

ANNA, BEN = "oAnna_invented_0000000000001", "oBen_invented_00000000000001"
ON_THE_WIRE = 4.5
SLOW, SLOWEST = 8.0, 17.0  # the second is later than all three deliveries


async def test_a_slow_answer_arrives_in_time_or_as_the_account_may(tmp_path):
    """All accounts at once: the waiting is real."""
    kinds = ("unverified", "subscription", "service")
    await asyncio.gather(*(_slow_answers(kind, tmp_path) for kind in kinds))


async def _slow_answers(kind: str, folder: Path) -> None:
    """One that comes with the second delivery, and one that comes too late for all."""
    database = Database(f"sqlite:///{folder / kind}.db")
    database.migrate()
    with running(kind) as wechat:
        async with open_house(database, wechat, real_seconds=True) as house:
            house.script.seconds |= {"慢": SLOW, "很慢": SLOWEST}
            slow, slowest = await asyncio.gather(
                house.platform.push(ANNA, Content="慢"),
                house.platform.push(BEN, Content="很慢"),
            )
            await _arrives_late(house, wechat)
    database.close()

    assert (slow.text, slow.deliveries) == ("答：慢", 2)
    assert (slowest.deliveries, slowest.broken) == (3, False)
    assert slowest.text == ("正在处理，请稍后回复任意字查看。" if kind == "unverified" else None)
    assert max(slow.seconds, slowest.seconds) <= ON_THE_WIRE
    assert sorted(house.script.asked) == ["很慢", "慢"]


async def _arrives_late(house: House, wechat: WeChatServer) -> None:
    """By customer service where the account may, else with the person's next message."""
    if wechat.kind == "unverified":
        seen = await house.platform.push(BEN, Content="好")
        assert seen.text == "答：很慢"
        assert seen.seconds <= ON_THE_WIRE
        assert wechat.calls == []
        return
    async with asyncio.timeout(20):
        while wechat.texts() != ["答：很慢"]:
            await asyncio.sleep(0.05)
