"""The console in a real browser on a phone: set up, signed in, a report recorded, signed out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from actions.settings import read_settings
from bot.commands.run import prepared_database
from surveys.database import Database
from surveys.platforms import register
from tests.bot.browsing import DESK, PHONE
from tests.stack import ROOT, free_port
from tests.surveys.platforms.invented import entry, said

pytestmark = pytest.mark.browser

PASSWORD = "一个在手机上输的新口令？"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-sync", "--disable-background-networking"]
START_SECONDS = 60.0
PATHS = (
    "",
    "platforms",
    "platforms/new",
    "inspection",
    "reminders",
    "review",
    "audit?check=1",
    "people",
    "account",
    "nowhere",
)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A gateway of its own with one platform: its address and the path of the first link."""
    given = {"HUIQI_DATA_DIR": str(tmp_path), "HUIQI_PORT": str(free_port())}
    settings = read_settings(given)
    told = prepared_database(settings)
    database = Database(settings.database_url)
    register.add(database, entry(1), said())
    database.close()
    started = subprocess.Popen(
        [sys.executable, "-m", "bot.gateway"], cwd=ROOT, env={**os.environ, **given}
    )
    _wait(settings.base_url)
    yield settings.base_url, re.search(r"/console/setup/\w+", told)[0]
    started.terminate()
    started.wait(10)


def _wait(url: str) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        try:
            httpx.get(f"{url}/console/sign-in")
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the gateway does not answer")


@pytest.fixture
def page(browser: Browser, address: tuple[str, str]) -> Iterator[Page]:
    """A phone without JavaScript of ours; what the policy stops or leads elsewhere fails."""
    context = browser.new_context(viewport={"width": 375, "height": 740}, locale="zh-CN")
    context.set_default_timeout(30_000)
    opened = context.new_page()
    complaints: list[str] = []
    visited: set[str] = set()
    opened.on("console", lambda said: complaints.append(said.text) if _is_ours(said) else None)
    opened.on("request", lambda request: visited.add(request.url))
    yield opened
    assert complaints == []
    foreign = {url for url in visited if not url.startswith((address[0], "data:"))}
    assert foreign == set()
    context.close()


def _is_ours(said: ConsoleMessage) -> bool:
    """Chromium also reports each page that is not there, as one has to be."""
    return not said.text.startswith("Failed to load resource")


def assert_in_order(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.eval_on_selector_all(
        "button, select, summary, nav a, input:not([type=radio])",
        "all => all.filter(each => each.offsetHeight && each.offsetHeight < 44).length",
    )
    assert small == 0


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def make_account(page: Page) -> None:
    page.get_by_label("推荐单位全称").fill("江东省中小企业主管部门")
    page.get_by_label("登录名").fill("审核一号")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    press(page, "建立账户")


def test_from_the_first_link_to_a_recorded_report(page, address):
    base, link = address
    page.goto(base + link)
    assert_in_order(page)
    make_account(page)

    expect(page.get_by_role("heading", name="接下来要办的事")).to_be_visible()
    assert_in_order(page)
    press(page, "退出")
    assert_in_order(page)
    page.get_by_label("登录名").fill("审核一号")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")

    page.get_by_role("link", name="江城市第1中小企业服务中心").click()
    assert_in_order(page)
    chosen = page.get_by_label("哪个月的月报").locator("option:checked").inner_text()
    page.locator("#file").locator("..").get_by_role("button", name="记下").click()

    expect(page.get_by_role("status")).to_have_text("填报已记下。")
    month = int(re.search(r"(\d+)月", chosen)[1])
    row = page.get_by_role("row", name=re.compile(f"^{month}月 "))
    expect(row).to_contain_text(re.compile("按时填报|逾期填报"))
    for path, size in product(PATHS, (PHONE, DESK)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{base}/console/{path}")
        assert_in_order(page)


def test_platform_staff_are_let_in_and_see_what_is_due(page, address):
    base, link = address
    page.goto(base + link)
    make_account(page)
    page.goto(f"{base}/console/platforms")
    page.get_by_role("link", name="江城市第1中小企业服务中心").click()
    press(page, "发一个绑定码")
    assert_in_order(page)
    page.goto(f"{base}/console/people")
    page.get_by_label("登录名").fill("平台一号")
    page.get_by_label("平台：").check()
    press(page, "添加")
    assert_in_order(page)
    invited = page.locator("main code").inner_text()
    press(page, "退出")
    page.goto(invited)
    assert_in_order(page)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    press(page, "设好密码")
    page.get_by_label("登录名").fill("平台一号")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")

    expect(page.locator("main")).to_contain_text("在线填报")
    assert_in_order(page)
    page.get_by_role("link", name="记一次月报").click()
    assert_in_order(page)
    assert page.get_by_role("link", name="测评", exact=True).count() == 0
