"""The chat page in a real browser: a person with a mouse, a keyboard, a phone, a bad network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Route,
    expect,
)

from tests.bot.browsing import DESK, PHONE

pytestmark = pytest.mark.browser

ASKED, ANSWERED = "挂了牌之后能用几年", "有效期为三年"
FORM = "附件2第八栏填什么"
UNSENT = "没有发出，点此重试"
POST = "**/api/chat"
PAGES = Path(__file__).parents[2] / "bot" / "pages"


@pytest.fixture
def context(browser, request) -> Iterator[BrowserContext]:
    width, height, scheme = getattr(request, "param", (*DESK, "light"))
    opened = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="zh-CN",
    )
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context, stack_url) -> Iterator[Page]:
    """The chat page; an error, a breach of its policy or a foreign address fails the test."""
    opened = context.new_page()
    complaints: list[str] = []
    visited: set[str] = set()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if _is_ours(said) else None)
    opened.on("request", lambda request: visited.add(request.url))
    opened.goto(stack_url)
    expect(replies(opened)).to_contain_text("我是惠企")
    yield opened
    assert complaints == []
    assert {url for url in visited if not url.startswith(stack_url)} == set()


def _is_ours(said: ConsoleMessage) -> bool:
    """Errors of the page itself; Chromium also reports each request that fails, as some must."""
    return said.type in ("error", "warning") and not said.text.startswith("Failed to load resource")


def ask(page: Page, words: str) -> None:
    page.get_by_label("您的问题").fill(words)
    page.get_by_label("您的问题").press("Enter")


def replies(page: Page) -> Locator:
    return page.locator(".turn:not(.mine) .bubble:not(.busy)")


def mine(page: Page) -> Locator:
    return page.locator(".mine .bubble")


def quotations(page: Page) -> Locator:
    return page.locator(".bubble blockquote")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def lose_the_answer(route: Route) -> None:
    """The server gets the message and answers, but the answer does not arrive."""
    route.fetch()
    route.abort("connectionreset")


def test_a_question_is_answered_and_its_unit_opens_verbatim(page, stack_url):
    ask(page, ASKED)
    expect(replies(page).last).to_contain_text("第十七条")
    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(replies(page).last).not_to_contain_text("▎")

    button(page, "原文：第十七条").click()

    panel = page.get_by_role("dialog", name="第十七条")
    display = httpx.get(f"{stack_url}/api/units/第十七条").json()["display"]
    expect(panel.locator(".words")).to_have_text(display)
    expect(button(page, "关闭")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button(page, "原文：第十七条")).to_be_focused()


def test_the_panel_leads_to_what_a_unit_refers_to_and_back(page):
    ask(page, "第二十七条")
    button(page, "原文：第二十七条").click()

    button(page, "第六条").click()

    heading = page.get_by_role("dialog").get_by_role("heading")
    expect(heading).to_have_text("第六条")
    expect(page.locator("#panel-words")).to_contain_text("专职人员")
    button(page, "返回").click()
    expect(heading).to_have_text("第二十七条")
    expect(page.locator("#panel-words")).to_contain_text("西部大开发")


@pytest.mark.parametrize("context", [(*PHONE, "light")], indirect=True, ids=["375"])
def test_on_a_phone_the_unit_is_a_sheet_that_a_tap_beside_it_closes(page):
    ask(page, ASKED)
    button(page, "原文：第十七条").click()
    panel = page.get_by_role("dialog")
    expect(panel.locator(".words")).to_contain_text(ANSWERED)
    sheet = panel.bounding_box()
    assert (sheet["x"], sheet["width"]) == (0, PHONE[0])
    assert round(sheet["y"] + sheet["height"]) == PHONE[1]

    page.mouse.click(180, 60)

    expect(panel).to_be_hidden()


def test_an_example_is_asked_with_one_press_and_then_the_examples_go(page):
    button(page, "每个月几号之前要填报？").click()

    expect(quotations(page)).to_contain_text("10日内")
    expect(mine(page)).to_have_text("每个月几号之前要填报？")
    expect(page.locator("button.reply")).to_have_count(0)


def test_quick_replies_are_offered_again_after_a_reload(page):
    ask(page, "今天天气怎么样")
    expect(replies(page).last).to_contain_text("没有写")
    offered = page.locator("button.reply")
    expect(offered.first).to_be_visible()

    page.reload()

    offered.first.click()
    expect(mine(page)).to_have_count(2)
    expect(replies(page)).to_have_count(2)


def test_a_verdict_is_marked_at_its_own_answer_and_stays_after_a_reload(page):
    ask(page, ASKED)
    expect(quotations(page)).to_have_count(1)
    ask(page, FORM)
    expect(quotations(page)).to_have_count(2)

    button(page, "有帮助").first.click()
    expect(replies(page).last).to_contain_text("已记下")

    for _ in range(2):
        first, second = page.get_by_role("group", name="这个回答有帮助吗").all()
        expect(first.locator("[aria-pressed=true]")).to_have_text("有帮助")
        expect(second.locator("[aria-pressed]")).to_have_count(0)
        expect(mine(page)).to_have_text([ASKED, FORM])
        page.reload()
        expect(replies(page)).to_have_count(3)


def test_a_conversation_is_there_after_a_reload(page):
    ask(page, ASKED)
    expect(quotations(page)).to_contain_text(ANSWERED)

    page.reload()

    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(mine(page)).to_have_text([ASKED])
    expect(replies(page)).to_have_count(1)


def test_enter_chooses_a_word_while_one_is_composed(page, context):
    box = page.get_by_label("您的问题")
    box.focus()
    keyboard = context.new_cdp_session(page)
    composed = {"text": "yong ji nian", "selectionStart": 12, "selectionEnd": 12}
    keyboard.send("Input.imeSetComposition", composed)
    box.press("Enter")
    keyboard.send("Input.insertText", {"text": ASKED})
    expect(mine(page)).to_have_count(0)

    box.press("Enter")

    expect(mine(page)).to_have_text([ASKED])


def test_shift_and_enter_make_a_line(page):
    box = page.get_by_label("您的问题")
    box.press_sequentially("第一行")
    box.press("Shift+Enter")
    box.press_sequentially("第二行")

    expect(box).to_have_value("第一行\n第二行")
    expect(mine(page)).to_have_count(0)


def test_a_sign_is_shown_while_the_answer_is_awaited(page):
    held: list[Route] = []
    page.route(POST, lambda route: held.append(route))
    ask(page, ASKED)
    sign = page.get_by_text("正在查条文…")
    expect(sign).to_be_visible()

    held[0].continue_()

    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(sign).to_be_hidden()


def test_messages_written_without_a_network_are_sent_once_when_it_is_back(page, context):
    context.set_offline(True)
    ask(page, ASKED)
    ask(page, "谢谢")
    expect(button(page, UNSENT)).to_have_count(2)
    expect(page.locator("#net")).to_contain_text("网络不通")

    context.set_offline(False)

    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(replies(page)).to_have_count(3)
    expect(button(page, UNSENT)).to_have_count(0)
    expect(page.locator("#net")).to_be_hidden()
    page.reload()
    expect(quotations(page)).to_have_count(1)
    expect(mine(page)).to_have_text([ASKED, "谢谢"])


def test_a_message_whose_answer_was_lost_is_not_asked_twice(page):
    page.route(POST, lose_the_answer, times=1)
    ask(page, ASKED)
    button(page, UNSENT).click()

    expect(button(page, UNSENT)).to_have_count(0)
    page.reload()
    expect(quotations(page)).to_have_count(1)
    expect(mine(page)).to_have_text([ASKED])


@pytest.mark.parametrize(
    "lose", [lambda route: route.abort(), lose_the_answer], ids=["sent", "lost"]
)
def test_a_message_without_an_answer_survives_a_reload_and_is_shown_once(page, lose):
    page.route(POST, lose)
    ask(page, ASKED)
    expect(button(page, UNSENT)).to_be_visible()

    page.unroute(POST)
    page.reload()

    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(quotations(page)).to_have_count(1)
    expect(mine(page)).to_have_text([ASKED])


def test_a_message_that_comes_later_is_shown_once(page, context, stack_url):
    cookies = {each["name"]: each["value"] for each in context.cookies()}
    elsewhere = httpx.Client(base_url=stack_url, cookies=cookies, timeout=60)
    later = elsewhere.post("/api/chat", json={"text": ASKED}).json()["last"]
    expect(quotations(page)).to_contain_text(ANSWERED)

    # The update after the next answer holds that answer again; its end is the next request.
    with page.expect_request(lambda request: _update_after(request.url) > later):
        ask(page, "谢谢")

    expect(replies(page)).to_have_count(3)
    elsewhere.close()


def _update_after(url: str) -> int:
    found = re.search(r"/updates\?after=(\d+)", url)
    return int(found[1]) if found else 0


def test_too_long_a_text_is_counted_and_not_lost(page):
    box = page.get_by_label("您的问题")
    box.fill("问" * 1900)
    expect(page.locator("#count")).to_have_text("1900/2000 个字")

    ask(page, "问" * 2001)

    expect(page.locator("#count")).to_contain_text("最多 2000 个字")
    expect(box).to_have_value("问" * 2001)
    expect(mine(page)).to_have_count(0)


def test_what_the_server_refuses_is_said_in_its_words(page):
    ask(page, "\u0001")

    expect(page.locator(".note")).to_have_text("没有收到文字，请输入您的问题。")
    expect(button(page, UNSENT)).to_have_count(0)


def test_a_fault_of_the_server_is_said_in_its_words_and_the_message_tried_again(page):
    sentence = "服务出了点问题，请稍后再试。"
    page.route(POST, lambda route: route.fulfill(status=500, json={"error": sentence}), times=1)
    ask(page, ASKED)

    expect(page.locator("#net")).to_have_text(sentence)
    expect(quotations(page)).to_contain_text(ANSWERED)
    expect(page.locator("#net")).to_be_hidden()


def test_markup_in_a_message_stays_text(page):
    ask(page, "<img src=x onerror=alert(1)>")

    expect(mine(page)).to_have_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".log img")).to_have_count(0)


SIZES = [(*size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]


@pytest.mark.parametrize("context", SIZES, indirect=True, ids=str)
def test_it_is_accessible_and_nothing_sticks_out(page):
    assert_in_order(page)
    ask(page, FORM)
    expect(quotations(page)).to_be_visible()
    assert_in_order(page)
    button(page, "没帮助").click()
    expect(replies(page).last).to_contain_text("已记下")
    assert_in_order(page)
    page.locator("button.cite").click()
    expect(page.locator("#panel-words p").first).to_be_visible()
    assert_in_order(page)


def assert_in_order(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    assert_fits(page)


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.querySelector('.log').scrollWidth <= innerWidth")


@pytest.mark.parametrize("context", [(320, 560, "light")], indirect=True, ids=["320"])
def test_the_smallest_phone_shows_everything_with_targets_fit_for_a_thumb(page):
    assert_fits(page)
    ask(page, "第二十七条")
    expect(quotations(page)).to_be_visible()
    page.locator("button.cite").click()
    expect(button(page, "第六条")).to_be_visible()

    assert_fits(page)
    heights = page.eval_on_selector_all(
        "button, textarea", "all => all.map(each => each.offsetHeight).filter(Boolean)"
    )
    assert min(heights) >= 44


def test_the_keyboard_reaches_the_box_first_and_then_everything(page):
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到输入框")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.get_by_label("您的问题")).to_be_focused()


def test_the_whole_page_is_light():
    files = [PAGES / "chat.html", *(PAGES / "static").iterdir()]

    assert sum(path.stat().st_size for path in files) <= 60_000
