"""The regulation's pages in a real browser, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.bot.browsing import DESK, PHONE

pytestmark = [pytest.mark.stack, pytest.mark.browser]

PATHS = (
    "/r",
    "/r/第二十条",
    "/r/附件2/八",
    "/search?q=挂了牌之后能用几年",
    "/search?q=评上奖励多少钱",
    "/r/compare",
    "/platforms?q=江城",
    "/check",
    "/r/第三十五条",
)


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(browser, request) -> Iterator[Page]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_and_is_readable_for_all(stack_url, page, path):
    page.goto(stack_url + path)

    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_chat_to_an_article_and_on(stack_url, page):
    page.goto(stack_url + "/")
    page.get_by_role("link", name="看条文").click()
    page.get_by_role("link", name="第二十条", exact=True).click()
    expect(page.get_by_role("heading", name="第二十条")).to_be_visible()
    page.get_by_label("搜条文").fill("专职人员要多少")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_role("heading", name="回答")).to_be_visible()
