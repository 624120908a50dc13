"""The survey page under load: two hundred firms at once, and a backup taken meanwhile."""

from __future__ import annotations

import asyncio
import html
import os
import random
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy.engine import Connection

from actions.opening import database_of, office_of
from actions.settings import read_settings
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import DrawnFirm, firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.platforms.model import beijing_day
from surveys.tables import metadata
from tests.bench.browser import Browser
from tests.bench.console import say
from tests.stack import ROOT, Stack
from tests.surveys.surveys import DETAILS, SEED, list_of

FIRMS, LISTED = 200, 240
POSTGRES = "TEST_POSTGRES"  # address of an empty PostgreSQL database
MOST_STEPS = 40
THINKING_SECONDS = 5.0  # between two screens; an interview then takes a minute and a half
TICKS = os.sysconf("SC_CLK_TCK")
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_FORM = re.compile(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_BUTTON = re.compile(r'<button class="cell[^"]*" name="value" value="([^"]*)"')
_KIND = re.compile(r'<input class="field" id="words"[^>]*?(?:autocomplete="([^"]+)")')
WORDS = {"name": "王晓明", "organization-title": "办公室主任"}


@dataclass
class Load:
    """What the firms do: who of them answers by which code, and how long their pages took."""

    stack: Stack
    codes: list[str]
    thinking: float = THINKING_SECONDS  # on average, from one screen to the next
    patient: bool = False  # what is not answered is sent again
    times: list[float] = field(default_factory=list)

    @property
    def backup(self) -> Path:
        return self.stack.folder / "meanwhile.huiqi"


def measure(firms: int = FIRMS) -> dict[str, Any]:
    """Milliseconds of a page at the median and the 95th percentile, and what was kept; on SQLite,
    and on PostgreSQL where an empty database of it is named."""
    address = os.environ.get(POSTGRES, "")
    kinds = {"sqlite": "", **({"postgresql": address} if address else {})}
    return {"firms": firms, **{name: _of_kind(firms, url) for name, url in kinds.items()}}


def _of_kind(firms: int, database_url: str) -> dict[str, Any]:
    given = {"HUIQI_DATABASE_URL": database_url} if database_url else {}
    with TemporaryDirectory() as folder:
        stack = Stack(Path(folder), **given)
        stack.start()
        try:
            return _measured(stack, firms)
        finally:
            stack.stop()
            if database_url:
                _emptied(database_url)


def _emptied(database_url: str) -> None:
    database = Database(database_url)
    with database.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    database.close()


def _measured(stack: Stack, firms: int) -> dict[str, Any]:
    settings = read_settings(stack.environ)
    database = database_of(settings)
    office = office_of(settings, database)
    number, codes = running_survey(office, firms)
    load, gateway = Load(stack, codes), stack.process_of("gateway")
    started, spent, own = time.monotonic(), _seconds_of(gateway), time.process_time()
    asyncio.run(all_answer(load))
    seconds, pages = time.monotonic() - started, len(load.times)
    gateway_ms = (_seconds_of(gateway) - spent) * 1000 / pages
    own_ms = (time.process_time() - own) * 1000 / pages
    with database.read() as connection:
        complete, holds = stands(connection, office, number)
    database.close()
    figures = {
        "complete": complete,
        "holds": holds,
        "backup_holds": restored(load, settings.secret_key, number),
        "pages": pages,
        "pages_a_second": round(pages / seconds, 1),
        "median_ms": round(statistics.median(load.times), 1),
        "p95_ms": round(statistics.quantiles(load.times, n=20)[-1], 1),
        "slowest_ms": round(max(load.times), 1),
        "gateway_ms": round(gateway_ms, 1),
        "client_ms": round(own_ms, 1),
    }
    say(f"pages: {figures}")
    return figures


def _seconds_of(pid: int) -> float:
    """The processor time that a process has spent so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def stands(connection: Connection, office: Office, number: str) -> tuple[int, bool]:
    """How many interviews are complete; whether the evidence is whole and tells of every answer."""
    asked = firms_of(connection, office, campaigns.find(connection, number))
    complete = sum(each.disposition.code == "complete" for each in asked)
    told = [
        (each["firm"], each["row"]) for each in chain.links(connection, number) if "row" in each
    ]
    whole = chain.first_broken(connection) is None
    return complete, whole and sorted(told) == sorted(_rows(asked))


def _rows(asked: list[DrawnFirm]) -> list[tuple[str, int]]:
    return [
        (each.key, row)
        for each in asked
        if each.interview
        for row in range(len(each.interview.answers))
    ]


def restored(load: Load, secret: str, number: str) -> bool:
    """Whether the backup makes an installation anew in which all that it holds agrees."""
    folder = load.stack.folder / "restored"
    environ = {**Stack(folder).environ, "HUIQI_SECRET_KEY": secret}
    done = [_huiqi(environ, *words) for words in (["restore", str(load.backup)], ["verify-chain"])]
    settings = read_settings(environ)
    database = database_of(settings)
    with database.read() as connection:
        _, holds = stands(connection, office_of(settings, database), number)
    database.close()
    return holds and not any(each.returncode for each in done)


def running_survey(office: Office, firms: int) -> tuple[str, list[str]]:
    details = Details(DETAILS.platform, DETAILS.recommender, firms, DETAILS.frame_source)
    number, _ = freeze(office, details, list_of(LISTED))
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, beijing_day(office.now()))
    with office.database.read() as connection:
        asked = firms_of(connection, office, campaigns.find(connection, number))
    return number, [code_of(office, number, each.key) for each in asked if each.asked]


async def all_answer(load: Load) -> None:
    answers = []
    for place in range(len(load.codes)):  # within one screen's time, not in one millisecond
        answers.append(asyncio.create_task(_answer(load, place)))
        await asyncio.sleep(load.thinking / len(load.codes))
    await asyncio.sleep(load.thinking * 2)
    await asyncio.to_thread(_huiqi, load.stack.environ, "backup", str(load.backup))
    await asyncio.gather(*answers)


def _huiqi(environ: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "admin", *command],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )


async def _answer(load: Load, place: int) -> None:
    """One firm from the first screen to the thanks."""
    code, chance = load.codes[place], random.Random(place)
    browser = Browser(load.stack.url, load.patient)
    words = {**WORDS, "tel": f"139{place:08}"}
    page = await _timed(load, browser.get(f"/s/{code}"))
    for _ in range(MOST_STEPS):
        if "已经提交" in page:
            return await browser.close()
        await asyncio.sleep(load.thinking * chance.uniform(0.5, 1.5))
        action, fields = _filled(page, words)
        page = await _timed(load, browser.post(action, fields))
    raise AssertionError(page[:2000])


async def _timed(load: Load, call: Any) -> str:
    started = time.perf_counter()
    page = str(await call)
    load.times.append((time.perf_counter() - started) * 1000)
    return page


def _filled(page: str, words: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The first form of a page as somebody sends it who is content."""
    found = _FORM.search(page)
    assert found, page[:2000]
    action, inside = html.unescape(found[1]), found[2]
    fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(inside)}
    if button := _BUTTON.search(inside):
        fields["value"] = html.unescape(button[1])
    elif 'type="checkbox"' in inside:
        value = re.search(r'type="checkbox" name="value" value="([^"]*)"', inside)
        assert value
        fields["value"] = html.unescape(value[1])
    elif "<textarea" in inside:
        fields["words"] = "没有"
    elif kind := _KIND.search(inside):
        fields["words"] = words.get(kind[1], "经理")
    elif "同意，开始答题" in inside:
        fields["value"] = "agreed"
    return action, fields


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:2]))
