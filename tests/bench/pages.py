"""The survey page under load: two hundred firms at once, and a backup taken meanwhile."""

from __future__ import annotations

import asyncio
import html
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from actions.opening import database_of, office_of
from actions.settings import read_settings
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from surveys.platforms.model import beijing_day
from tests.bench.console import say
from tests.stack import ROOT, Stack
from tests.surveys.surveys import DETAILS, SEED, list_of

FIRMS, LISTED = 200, 240
MOST_STEPS = 40
THINKING_SECONDS = 5.0  # between two screens; an interview then takes a minute and a half
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_FORM = re.compile(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
_BUTTON = re.compile(r'<button class="cell[^"]*" name="value" value="([^"]*)"')
_KIND = re.compile(r'<input class="field" id="words"[^>]*?(?:autocomplete="([^"]+)")')
WORDS = {"name": "王晓明", "tel": "13900009999", "organization-title": "办公室主任"}


def measure(firms: int = FIRMS, database_url: str = "") -> dict[str, Any]:
    """Milliseconds of a page at the median and the 95th percentile; what was kept."""
    given = {"HUIQI_DATABASE_URL": database_url} if database_url else {}
    with TemporaryDirectory() as folder:
        stack = Stack(Path(folder), **given)
        stack.start()
        try:
            return _measured(stack, firms)
        finally:
            stack.stop()


def _measured(stack: Stack, firms: int) -> dict[str, Any]:
    settings = read_settings(stack.environ)
    database = database_of(settings)
    office = office_of(settings, database)
    number, codes = _survey(office, firms)
    times: list[float] = []
    started = time.monotonic()
    backup = stack.folder / "meanwhile.huiqi"
    asyncio.run(_all(stack, codes, times, backup))
    seconds = time.monotonic() - started
    checked = _huiqi(stack, "check-backup", str(backup))
    with database.read() as connection:
        asked = firms_of(connection, office, campaigns.find(connection, number))
        complete = sum(each.disposition.code == "complete" for each in asked)
        holds = chain.first_broken(connection) is None
    database.close()
    figures = {
        "firms": firms,
        "complete": complete,
        "chain_holds": holds,
        "backup_holds": checked.returncode == 0,
        "pages": len(times),
        "pages_a_second": round(len(times) / seconds, 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
    }
    say(f"pages: {figures}")
    return figures


def _survey(office: Office, firms: int) -> tuple[str, list[str]]:
    details = Details(DETAILS.platform, DETAILS.recommender, firms, DETAILS.frame_source)
    number, _ = freeze(office, details, list_of(LISTED))
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, beijing_day(office.now()))
    with office.database.read() as connection:
        asked = firms_of(connection, office, campaigns.find(connection, number))
    return number, [code_of(office, number, each.key) for each in asked if each.asked]


async def _all(stack: Stack, codes: list[str], times: list[float], backup: Path) -> None:
    answers = []
    for code in codes:  # within one screen's time, not in one millisecond
        answers.append(asyncio.create_task(_answer(stack.url, code, times)))
        await asyncio.sleep(THINKING_SECONDS / len(codes))
    await asyncio.sleep(THINKING_SECONDS * 2)
    await asyncio.to_thread(_huiqi, stack, "backup", str(backup))
    await asyncio.gather(*answers)


def _huiqi(stack: Stack, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "admin", *command],
        cwd=ROOT,
        env=stack.environ,
        capture_output=True,
        text=True,
    )


async def _answer(url: str, code: str, times: list[float]) -> None:
    """One firm from the first screen to the thanks."""
    async with httpx.AsyncClient(
        base_url=url, timeout=60, trust_env=False, follow_redirects=True
    ) as http:
        page = await _timed(http.get(f"/s/{code}"), times)
        for step in range(MOST_STEPS):
            if "已经提交" in page:
                return
            await asyncio.sleep(THINKING_SECONDS * (0.5 + (hash((code, step)) % 100) / 100))
            action, fields = _filled(page)
            page = await _timed(http.post(action, data=fields), times)
        raise AssertionError(page[:2000])


async def _timed(call: Any, times: list[float]) -> str:
    started = time.perf_counter()
    response = await call
    times.append((time.perf_counter() - started) * 1000)
    response.raise_for_status()
    return str(response.text)


def _filled(page: str) -> tuple[str, dict[str, str]]:
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
        fields["words"] = WORDS.get(kind[1], "经理")
    elif "同意，开始答题" in inside:
        fields["value"] = "agreed"
    return action, fields


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:2]), *sys.argv[2:3])
