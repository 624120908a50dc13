"""Both chat platforms under fire: repeats, errors of the other side, and kill -9 in between.

What is counted is what each person saw: every answer once, in the order of the questions as
they arrived, or a dead letter with its reason.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from sqlalchemy import func, select

from actions.opening import database_of
from actions.settings import read_settings
from bot.sending.dead_letters import dead_letters
from bot.telegram.channel import SECRET_HEADER
from bot.telegram.contacts import PATH as TELEGRAM_PATH
from bot.wechat.channel import PATH as WECHAT_PATH
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.schema import inbox, outbox
from tests.bench import adapters
from tests.bench.console import say
from tests.bot.telegram_person import Person
from tests.bot.telegram_server import TelegramServer, telegram
from tests.bot.telegram_world import TOKEN, Fault
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, Platform
from tests.bot.wechat_platform import TOKEN as WECHAT_TOKEN
from tests.bot.wechat_server import WeChatServer, running
from tests.stack import Stack

PEOPLE, UPDATES = 200, 10_000
SHUFFLED_SECONDS, KILL_SECONDS, LAST_SECONDS = 2.0, 20.0, 300.0
GATHERED = 48  # talks at once on each platform
WEBHOOK_SECRET = "invented-Secret_1"
ARTICLES = "一二三四五六七八九十"
_SHOWN = re.compile("第(?:十?[一二三四五六七八九]|十|二十[一二三四五六七八九]?|三十)条")
_HEAD = re.compile(f"^({_SHOWN.pattern})：", re.MULTILINE)
FAULTS = (
    Fault(429, "Too Many Requests: retry after 1", {"retry_after": 1}),
    Fault(502, "Bad Gateway"),
    Fault(cut=True),
)


@dataclass
class Tally:
    """What became of everything that was asked."""

    asked: Counter[str] = field(default_factory=Counter)
    deliveries: int = 0
    refused: int = 0  # requests that met a dead gateway
    kills: int = 0
    seen: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))


def measure(updates: int = UPDATES, people: int = PEOPLE) -> dict[str, Any]:
    """Half of the people on each platform; figures of what they saw."""
    with (
        TemporaryDirectory() as folder,
        telegram(chat_seconds=0.0) as tg,
        running("service") as wx,
    ):
        stack = _stack(Path(folder), tg, wx)
        stack.start()
        try:
            figures = asyncio.run(_measured(stack, tg, wx, updates, people))
        finally:
            stack.stop()
    return figures | {"adapters": adapters.measure()}


def _stack(folder: Path, tg: TelegramServer, wx: WeChatServer) -> Stack:
    return Stack(
        folder,
        HUIQI_TELEGRAM_TOKEN=TOKEN,
        HUIQI_TELEGRAM_SECRET=WEBHOOK_SECRET,
        HUIQI_TELEGRAM_API_BASE=tg.url,
        HUIQI_WECHAT_APPID=APPID,
        HUIQI_WECHAT_SECRET=SECRET,
        HUIQI_WECHAT_TOKEN=WECHAT_TOKEN,
        HUIQI_WECHAT_AES_KEY=AES_KEY,
        HUIQI_WECHAT_ACCOUNT="service",
        HUIQI_WECHAT_API_BASE=wx.url,
    )


async def _measured(
    stack: Stack, tg: TelegramServer, wx: WeChatServer, updates: int, people: int
) -> dict[str, Any]:
    chance, tally = random.Random(7), Tally()
    persons = [tg.world.person(f"人{number}") for number in range(people // 2)]
    for person in persons:
        person.started = True
    followers = [f"oPerson_invented_{number:06}" for number in range(people // 2)]
    each = updates // people
    started = time.monotonic()
    talking = asyncio.gather(
        _telegram_talks(stack, tg, persons, each, chance, tally),
        _wechat_talks(stack, wx, followers, each, chance, tally),
    )
    trouble = asyncio.create_task(_trouble(stack, tg, wx, chance, tally))
    await talking
    trouble.cancel()
    await asyncio.gather(trouble, return_exceptions=True)
    await asyncio.to_thread(stack.wait_until_ready)
    database = database_of(read_settings(stack.environ))
    await _drain(database, stack, tg, wx, tally)
    seconds = time.monotonic() - started
    figures = _figures(database, persons, wx, tally) | {"seconds": round(seconds)}
    database.close()
    say(f"channels: {figures}")
    return figures


def _question(person: int, number: int) -> str:
    """An article that is not the one asked before: what is seen twice is then seen to be so."""
    article = (person + number * 7) % 30 + 1
    tens, ones = divmod(article, 10)
    name = ("", "十", "二十", "三十")[tens] + (ARTICLES[ones - 1] if ones else "")
    return f"第{name}条原文"


async def _telegram_talks(
    stack: Stack,
    tg: TelegramServer,
    persons: list[Person],
    each: int,
    chance: random.Random,
    tally: Tally,
) -> None:
    headers = {SECRET_HEADER: WEBHOOK_SECRET}
    gate = asyncio.Semaphore(GATHERED)
    async with httpx.AsyncClient(trust_env=False, timeout=10, headers=headers) as http:

        async def deliver(update: dict[str, Any]) -> None:
            """Until it is taken, and then perhaps again."""
            for _ in range(chance.randint(1, 3)):
                await asyncio.sleep(chance.random() * SHUFFLED_SECONDS)
                await _taken(http, stack.url + TELEGRAM_PATH, {"json": update}, tally)

        async def talk(place: int, person: Person) -> None:
            for number in range(each):
                text = _question(place, number)
                what = person.message(text=text)
                update = {"update_id": tg.world.number("update"), "message": what}
                tally.asked[person.contact_key] += 1
                async with gate:
                    await deliver(update)

        await asyncio.gather(*(talk(place, person) for place, person in enumerate(persons)))


async def _taken(http: httpx.AsyncClient, url: str, given: dict[str, Any], tally: Tally) -> None:
    """One delivery, repeated while nobody is there to take it."""
    while True:
        tally.deliveries += 1
        try:
            response = await http.post(url, **given)
            if response.status_code == 200:
                return
        except httpx.HTTPError:
            pass
        tally.refused += 1
        await asyncio.sleep(0.3)


async def _wechat_talks(
    stack: Stack,
    wx: WeChatServer,
    followers: list[str],
    each: int,
    chance: random.Random,
    tally: Tally,
) -> None:
    platform = Platform(stack.url + WECHAT_PATH, heard=wx.heard)
    gate = asyncio.Semaphore(GATHERED)

    async def talk(place: int, openid: str) -> None:
        for number in range(each):
            key = f"wx:{APPID}:{openid}"
            tally.asked[key] += 1
            async with gate:
                await _asked(platform, openid, _question(place, number), tally)
                await asyncio.sleep(chance.random() * SHUFFLED_SECONDS / 4)

    await asyncio.gather(*(talk(place, openid) for place, openid in enumerate(followers)))


async def _asked(platform: Platform, openid: str, text: str, tally: Tally) -> None:
    """The platform's three tries; who sees that the account is out of order asks again."""
    number = next(_NUMBERS)
    while True:
        try:
            exchange = await platform.push(openid, Content=text, MsgId=number)
        except httpx.HTTPError:
            tally.refused += 1
            await asyncio.sleep(0.3)
            continue
        tally.deliveries += exchange.deliveries
        if not exchange.broken:
            seen = (exchange.at, exchange.text or "")
            tally.seen[f"wx:{APPID}:{openid}"].append(seen)
            return


_NUMBERS = iter(range(35_000_000_000_000_001, 36_000_000_000_000_000))


async def _trouble(
    stack: Stack, tg: TelegramServer, wx: WeChatServer, chance: random.Random, tally: Tally
) -> None:
    """Errors all the time, and every twenty seconds one process ends without a word."""
    killed = time.monotonic()
    parts = ("gateway", "rasa_server", "actions_server", "gateway")
    while True:
        await asyncio.sleep(0.5)
        tg.world.fail("sendMessage", chance.choice(FAULTS))
        wx.faults["custom"].append(chance.choice((45015, -1, 45011)))
        if time.monotonic() - killed > KILL_SECONDS:
            killed = time.monotonic()
            await asyncio.to_thread(stack.kill, parts[tally.kills % len(parts)])
            tally.kills += 1


async def _drain(
    database: Database, stack: Stack, tg: TelegramServer, wx: WeChatServer, tally: Tally
) -> None:
    """Wait until nothing is on its way; who is owed something writes once more."""
    platform = Platform(stack.url + WECHAT_PATH, heard=wx.heard)
    ends = time.monotonic() + LAST_SECONDS
    wx.faults["custom"].clear()
    tg.world.faults["sendMessage"].clear()
    while time.monotonic() < ends:
        states = _states(database)
        if not (states["queued"] or states["sending"] or states["waiting"]):
            return
        for key in _owed(database):
            await _asked(platform, key.rpartition(":")[2], "继续", tally)
        await asyncio.sleep(1.0)


def _states(database: Database) -> Counter[str]:
    with database.read() as connection:
        return Counter(connection.execute(select(delivery.c.state)).scalars())


def _owed(database: Database) -> list[str]:
    query = select(delivery.c.contact_key).where(delivery.c.state == "waiting").distinct()
    with database.read() as connection:
        return [each for each in connection.execute(query).scalars() if each.startswith("wx:")]


def _figures(
    database: Database,
    persons: list[Person],
    wx: WeChatServer,
    tally: Tally,
) -> dict[str, Any]:
    """Compare what each person saw with what the inbox took from them, in its order."""
    for person in persons:
        tally.seen[person.contact_key] = [(each.at, each.text) for each in person.heard]
    for at, each in zip(wx.sent_at, wx.sent, strict=True):
        tally.seen[f"wx:{APPID}:{each['touser']}"].append((at, each["text"]["content"]))
    counts: Counter[str] = Counter()
    for key in tally.asked:
        wanted, dead = _wanted(database, key), _dead(database, key)
        seen = [head for _, text in sorted(tally.seen[key]) for head in _HEAD.findall(text)]
        missing = Counter(wanted) - Counter(seen)
        counts["taken"] += len(wanted)
        counts["seen"] += len(seen)
        counts["missing"] += missing.total()
        counts["lost"] += (missing - Counter(dead)).total()
        repeated = (Counter(seen) - Counter(wanted)).total()
        counts["twice"] += repeated
        counts["twice_unsure"] += min(repeated, _sent_again(database, key))
        counts["out_of_order"] += not _are_in_order(_without_repeats(seen), wanted)
    return {
        "people": len(tally.asked),
        "asked": tally.asked.total(),
        "deliveries": tally.deliveries,
        "refused": tally.refused,
        "kills": tally.kills,
        **counts,
        "dead_letters": len(dead_letters(database)),
        "reasons": dict(Counter(each.reason for each in dead_letters(database))),
        "states": dict(_states(database)),
    }


def _wanted(database: Database, key: str) -> list[str]:
    """The articles that were asked for, in the order in which the questions came in."""
    query = select(inbox.c.said).where(inbox.c.contact_key == key).order_by(inbox.c.id)
    return _articles(database, query)


def _dead(database: Database, key: str) -> list[str]:
    """Those whose answers are among the dead letters."""
    answered = delivery.join(outbox, outbox.c.id == delivery.c.outbox_id).join(
        inbox, inbox.c.id == outbox.c.inbox_id
    )
    dead = delivery.c.contact_key == key, delivery.c.state == "dead"
    return _articles(database, select(inbox.c.said).select_from(answered).where(*dead))


def _sent_again(database: Database, key: str) -> int:
    """How many were sent once more since nobody could know whether they had arrived."""
    again = delivery.c.contact_key == key, delivery.c.broken_off > 0
    with database.read() as connection:
        query = select(func.count()).select_from(delivery).where(*again)
        return int(connection.execute(query).scalar_one())


def _articles(database: Database, query: Any) -> list[str]:
    with database.read() as connection:
        said = connection.execute(query).scalars().all()
    return [found[0] for each in said if (found := _SHOWN.match(each))]


def _without_repeats(seen: list[str]) -> list[str]:
    return [each for place, each in enumerate(seen) if not place or each != seen[place - 1]]


def _are_in_order(seen: list[str], wanted: list[str]) -> bool:
    """Whether what was seen are some of those wanted, one after the other."""
    left = iter(wanted)
    return all(each in left for each in seen)


if __name__ == "__main__":
    import sys

    measure(*map(int, sys.argv[1:]))
