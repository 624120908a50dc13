"""The campaign pages in a real browser: nothing sticks out, nothing is refused, all can read it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from actions.settings import Settings
from surveys.campaigns.calling import entered, tried
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.inviting import launch
from surveys.database import Database
from tests.bot.browsing import DESK, PHONE
from tests.bot.campaign_desk import AUDITOR, OPERATOR, Front
from tests.bot.test_campaign_firms import BY_PHONE, asked
from tests.surveys.frame_files import csv_bytes, firm, rows_of
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of

pytestmark = pytest.mark.browser


class Running(Front):
    """The desk behind a port, with a survey at every step."""

    def __init__(self, office) -> None:
        super().__init__(office, Settings(public_url="https://huiqi.example"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = uvicorn.Server(
            uvicorn.Config(self.app(), port=self.port, log_config=None, ws="none")
        )
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()
        for _ in range(200):
            if self.server.started:
                break
            time.sleep(0.05)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Running]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'huiqi.db'}")
    database.migrate()
    running = Running(office_of(database))
    yield running
    running.stop()
    database.close()


@pytest.fixture(scope="module")
def numbers(desk) -> dict[str, str]:
    """A survey for each step that has a page of its own."""
    office = desk.office
    made = {
        step: freeze(office, DETAILS, list_of())[0] for step in ("draft", "promised", "running")
    }
    for step in ("promised", "running"):
        promise(office, made[step], "双色球2026140期开奖号码")
    draw_firms(office, made["running"], SEED)
    launch(office, made["running"], date(2026, 7, 1))
    desk.number = made["running"]
    firms = asked(desk)
    for each in firms[:4]:
        entered(office, desk.number, each.key, BY_PHONE, ("phone", "张三"))
    tried(office, desk.number, firms[4].key, ("phone", "张三", "refused"))
    return made


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser, request) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    opened = context.new_page()
    opened.refused = []
    opened.on("console", lambda each: opened.refused.append(each.text))
    yield opened
    context.close()


PAGES = {
    "list": "",
    "new": "/new",
    "draft": "/{draft}",
    "promised": "/{promised}",
    "draw": "/{running}/draw",
    "questionnaire": "/{running}/questionnaire",
    "progress": "/{running}",
    "calls": "/{running}/calls",
    "firm": "/{running}/firms/6",
    "doubts": "/{running}/doubts",
    "close": "/{running}/close",
    "results": "/{running}/results",
}


@pytest.mark.parametrize("staff", [OPERATOR, AUDITOR], ids=["operator", "auditor"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_fits_and_is_readable_for_all(desk, numbers, page, path, staff):
    if staff is AUDITOR and path == "/new":
        pytest.skip("not an auditor's")
    desk.staff = staff
    page.goto(f"http://127.0.0.1:{desk.port}/console/surveys{path.format(**numbers)}")
    for each in page.locator("details").all():
        each.evaluate("details => { details.open = true }")

    fine(page)


def fine(page: Page) -> None:
    assert page.refused == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


def test_a_list_is_uploaded_mended_and_frozen(desk, numbers, page):
    desk.staff = OPERATOR
    firms = [firm(at) for at in range(1, 31)]
    wrong = csv_bytes(rows_of([*firms, replace(firms[3], phone="123", name="某公司")]))
    page.goto(f"http://127.0.0.1:{desk.port}/console/surveys/new")
    page.get_by_label("示范平台承担单位名称").fill("某平台有限公司")
    page.get_by_label("服务企业名单").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": wrong}
    )
    page.get_by_role("button", name="上传并检查").click()
    fine(page)
    assert "第32行" in page.locator("table").first.inner_text()

    page.get_by_role("link", name="改好后重新上传").click()
    assert page.get_by_label("示范平台承担单位名称").input_value() == "某平台有限公司"
    page.get_by_label("服务企业名单").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": csv_bytes(rows_of(firms))}
    )
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name="名单定稿").click()

    expect(page.get_by_role("heading", name="作出承诺")).to_be_visible()


def test_an_interview_is_entered_by_keyboard_and_mouse(desk, numbers, page):
    desk.staff = OPERATOR
    place = 7 if page.viewport_size["width"] < 700 else 8
    page.goto(f"http://127.0.0.1:{desk.port}/console/surveys/{numbers['running']}/firms/{place}")
    page.get_by_text("录入访谈").click()
    for name, value in {
        "consent": "同意", "speaks_for": "是，我代表企业", "was_served": "接受过",
        "services": "培训服务", "quality": "满意", "fees": "不适用", "attitude": "满意",
        "effect": "满意", "overall": "很满意",
    }.items():  # fmt: skip
        page.check(f'input[name="q_{name}"][value="{value}"]')
    for name, words in {
        "name": "李某某", "position": "经理", "phone": "13900009999",
        "development": "没有", "suggestions": "没有",
    }.items():  # fmt: skip
        page.fill(f"#q_{name}", words)
    page.check('input[name="confirm"]')
    page.get_by_role("button", name="提交访谈").click()

    assert page.get_by_role("status").inner_text() == "已记录。"
    assert "完成" in page.locator("dl").first.inner_text()
