"""A survey from an empty database to the signed form, in a browser, by two staff and ten firms."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator

import docx
import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from surveys import chain
from surveys.database import Database
from tests.bot.browsing import DESK, PHONE
from tests.stack import ROOT, Stack
from tests.surveys.surveys import list_of

pytestmark = [pytest.mark.stack, pytest.mark.browser]

RECOMMENDER = "样例省中小企业主管部门"
PLATFORM = "样例服务平台有限公司"
PASSWORD = "an invented pass phrase 7"
SEED = "01 05 09 12 30 33 07"
TYPED = {"name": "欧阳晓岚", "position": "办公室主任", "phone": "13711112222"}
LISTED_CONTACT, LISTED_PHONES = "甲某", "1390000"  # what all numbers of the list begin with
PATIENCE = 20_000.0


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[Stack]:
    running = Stack(tmp_path_factory.mktemp("whole"), HUIQI_PUBLIC_URL="http://huiqi.example")
    running.start()
    yield running
    running.stop()


def context(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    width, height = size
    made = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    made.set_default_timeout(PATIENCE)
    return made


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def join(house: Stack, browser: Browser, link: str, name: str) -> Page:
    """Somebody opens a one-time link and chooses a password."""
    page = context(browser, DESK).new_page()
    page.goto(link.replace("http://huiqi.example", house.url))
    if page.get_by_label("推荐单位全称").count():
        page.get_by_label("推荐单位全称").fill(RECOMMENDER)
        page.get_by_label("登录名").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.locator("main form button").first.click()
    if page.get_by_role("heading", name="登录").count():
        page.get_by_label("登录名").fill(name)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        press(page, "登录")
    expect(page.get_by_role("button", name="退出")).to_be_visible()
    return page


def second_link(house: Stack) -> str:
    """The link of a second account, as an administrator makes it."""
    command = [sys.executable, "-m", "bot.cli", "admin", "staff", "add"]
    made = subprocess.run(
        [*command, "经办二号", "--role", "operator", "--subject", RECOMMENDER],
        cwd=ROOT,
        env=house.environ,
        capture_output=True,
        text=True,
        check=True,
    )
    return re.search(r"http://\S+/console/setup/\w+", made.stdout)[0]


def invitation(page: Page, survey: str, firm: str) -> str:
    """The personal link of a firm, as staff show it."""
    page.goto(survey + "/calls")
    page.get_by_role("link", name=firm, exact=True).click()
    press(page, "显示邀请链接")
    return page.locator("#link code").inner_text()


def answer(page: Page, link: str) -> None:
    """One person answers the survey page to the end."""
    page.goto(link)
    press(page, "同意，开始答题")
    while not page.get_by_role("heading", name="请核对您的回答").count():
        asked = page.locator("main h1").inner_text()
        if page.locator("textarea#words").count():
            page.locator("textarea#words").fill("帮我们培训了员工" if "影响" in asked else "没有")
            press(page, "下一步")
        elif page.locator("input[type=checkbox]").count():
            page.locator("input[type=checkbox]").first.check()
            press(page, "下一步")
        elif page.locator("input#words").count():
            kind = page.locator("input#words").get_attribute("autocomplete")
            typed = {"name": "name", "tel": "phone"}.get(kind or "", "position")
            page.locator("input#words").fill(TYPED[typed])
            press(page, "下一步")
        else:
            page.locator("button.cell").first.click()
    press(page, "确认提交")
    expect(page.get_by_role("heading", name="已经提交，谢谢您")).to_be_visible()


def enter_by_phone(page: Page, survey: str, firm: str) -> None:
    """Staff enter what the firm said on the telephone."""
    page.goto(survey + "/calls")
    page.get_by_role("link", name=firm, exact=True).click()
    page.get_by_text("录入访谈（电话、上门、书面）").click()
    form = page.locator("form.entry")
    form.locator("select").select_option("phone")
    for fieldset in form.locator("fieldset").all():
        radios = fieldset.locator("input[type=radio]")
        words = fieldset.locator("textarea, input:not([type])")
        if radios.count():
            radios.first.check()
        elif fieldset.locator("input[type=checkbox]").count() > 1:
            fieldset.locator("input[type=checkbox]").first.check()
        elif words.count():
            label = fieldset.locator("legend").inner_text()
            words.first.fill(
                next((TYPED[key] for key, word in WORDS.items() if word in label), "没有")
            )
        else:
            fieldset.locator("input[type=checkbox]").check()
    press(page, "提交访谈")
    expect(page.locator("dl.facts").first).to_contain_text("完成")


WORDS = {"name": "姓名", "position": "职务", "phone": "电话"}


def test_from_nothing_to_the_signed_form(house, browser):
    first = re.search(r"http://\S+/console/setup/\w+", house.logged())[0]
    one = join(house, browser, first, "审核一号")
    two = join(house, browser, second_link(house), "经办二号")

    one.goto(f"{house.url}/console/surveys/new")
    one.get_by_label("示范平台承担单位名称").fill(PLATFORM)
    one.get_by_label("名单和电话从哪里来").fill("平台提交的附件2第八栏")
    one.get_by_label("服务企业名单").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": list_of(120)}
    )
    press(one, "上传并检查")
    expect(one.locator("main")).to_contain_text("120家")
    press(one, "名单定稿")
    one.get_by_label("种子来源").fill("双色球2026140期开奖号码")
    press(one, "作出承诺")
    expect(one.locator(".hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    survey = one.url.partition("?")[0]

    two.goto(survey)  # both stand before the draw; one of them draws
    two.get_by_label("公布的种子").fill(SEED)
    one.get_by_label("公布的种子").fill(SEED)
    press(one, "抽取10家")
    press(two, "抽取10家")
    expect(two.locator("main")).to_contain_text("已抽取10家")
    names = [each.inner_text() for each in two.goto(survey) and two.locator("ol > li").all()]
    sample = [each for each in names if each.startswith("样例")]
    assert len(sample) == 10
    press(one.goto(survey) and one, "发出邀请")
    expect(one.locator("main")).to_contain_text("还没答完")

    refusing, by_phone, online = sample[:2], sample[2], sample[3:]
    for name in refusing:
        person = context(browser, PHONE).new_page()
        person.goto(invitation(two, survey, name).replace("http://huiqi.example", house.url))
        press(person, "不参加")
        two.goto(survey + "/calls")
        two.get_by_role("link", name=name, exact=True).click()
        press(two, "替换")
        expect(two.locator("main")).to_contain_text("已替换")
    enter_by_phone(two, survey, by_phone)
    one.goto(survey + "/calls")
    reserves = [
        row.get_by_role("link").first.inner_text()
        for row in one.locator("tr", has_text="备选").all()
    ]
    assert len(reserves) == 2
    for name in (*online, *reserves):
        link = invitation(one, survey, name).replace("http://huiqi.example", house.url)
        person = context(browser, PHONE)
        answer(person.new_page(), link)
        person.close()

    one.goto(survey + "/close")
    press(one, "截止访问")
    press(one, "结束测评")
    one.goto(survey + "/results")
    expect(one.locator(".lead").first).to_contain_text("10")
    form = downloaded(one, "推荐表（Word）")
    text = "\n".join(
        each.text for each in docx.Document(io.BytesIO(form)).element.iter() if each.text
    )
    for wanted in (PLATFORM, RECOMMENDER, TYPED["name"], *reserves, *refusing):
        assert wanted in text  # those who refused stand among the replaced
    check_evidence(downloaded(one, "证据包（zip，可独立核验）"), house)
    nobody_is_named(house, one, survey)


def downloaded(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        press(page, name)
    return waiting.value.path().read_bytes()


def nobody_is_named(house: Stack, page: Page, survey: str) -> None:
    """Neither in the database's files, the log and the figures, nor where something is refused."""
    kept = b"".join(path.read_bytes() for path in (house.folder / "var").glob("huiqi.db*"))
    said = [house.logged(), httpx.get(f"{house.url}/metrics").text]
    for path in (f"{survey}/firms/999", f"{survey}x", f"{house.url}/s/{'x' * 24}", "/nowhere"):
        page.goto(path if path.startswith("http") else house.url + path)
        said.append(page.content())
    for words in (TYPED["name"], TYPED["phone"], LISTED_CONTACT, LISTED_PHONES):
        assert words.encode() not in kept, words
        assert not any(words in each for each in said), words


def check_evidence(bundle: bytes, house: Stack) -> None:
    """The bundle's own verifier, outside the project; and the chain in the database."""
    folder = house.folder / "evidence"
    with zipfile.ZipFile(io.BytesIO(bundle)) as packed:
        packed.extractall(folder)
    [verifier] = folder.rglob("verify.py")
    checked = subprocess.run(
        [sys.executable, "-I", verifier.name], cwd=verifier.parent, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    database = Database(f"sqlite:///{house.folder / 'var' / 'huiqi.db'}")
    with database.read() as connection:
        assert chain.first_broken(connection) is None
    database.close()
