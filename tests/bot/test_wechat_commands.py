"""`huiqi admin wechat`: what it does at the platform, and a sentence for each failure."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner

from actions.settings import WrongSetting
from bot.cli import cli
from bot.commands.json_file import Refused
from bot.wechat.api import open_api
from bot.wechat.channel import PATH
from bot.wechat.checking import Finding, check
from bot.wechat.errors import WeChatRefused
from bot.wechat.line import Unanswered
from bot.wechat.menu import as_wechat
from tests.bot.wechat_house import SEAL, account, open_house
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, TOKEN
from tests.bot.wechat_server import running


@pytest.fixture(scope="module")
def server():
    with running() as wechat:
        yield wechat


@pytest.fixture
def wechat(server, tmp_path, monkeypatch):
    server.renewed()
    given = {
        "DATA_DIR": str(tmp_path),
        "WECHAT_APPID": APPID,
        "WECHAT_SECRET": SECRET,
        "WECHAT_TOKEN": TOKEN,
        "WECHAT_AES_KEY": AES_KEY,
        "WECHAT_ACCOUNT": "service",
        "WECHAT_API_BASE": server.url,
    }
    for name, value in given.items():
        monkeypatch.setenv(f"HUIQI_{name}", value)
    monkeypatch.chdir(tmp_path)
    return server


def huiqi(*words: str):
    return CliRunner().invoke(cli, ["admin", "wechat", *words], standalone_mode=False)


def test_the_menu_is_published(wechat):
    assert huiqi("menu").exit_code == 0
    assert wechat.menu == as_wechat()


def test_the_menu_is_shown_without_being_published(wechat):
    assert json.loads(huiqi("menu", "--show").output) == as_wechat()
    assert wechat.calls == []


@pytest.mark.parametrize("more", [(), ("--days", "7"), ("--permanent",)])
def test_a_qr_code_carries_its_code(wechat, tmp_path, more):
    given = huiqi("qr", "ABCDE-FGHJK", "--out", str(tmp_path / "code.png"), *more)
    assert json.loads(given.output)["url"].endswith("/ABCDE-FGHJK")
    assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("scene", ["", "长" * 65])
def test_a_code_of_wrong_length_is_not_sent(wechat, scene):
    assert isinstance(huiqi("qr", scene).exception, Refused)
    assert wechat.calls == []


def test_what_an_account_may_not_do_is_not_tried(wechat, monkeypatch):
    monkeypatch.setenv("HUIQI_WECHAT_ACCOUNT", "subscription")
    assert "已认证的服务号" in str(huiqi("qr", "a").exception)
    monkeypatch.setenv("HUIQI_WECHAT_ACCOUNT", "unverified")
    assert "未认证的账号不能发布菜单" in str(huiqi("menu").exception)
    assert wechat.asked == []


FAULTS = {
    40164: "203.0.113.7",
    40125: "HUIQI_WECHAT_SECRET",
    40013: "HUIQI_WECHAT_APPID",
    -1: "系统繁忙",
}


@pytest.mark.parametrize(("code", "named"), FAULTS.items())
def test_a_refusal_is_a_sentence_with_its_remedy(wechat, code, named):
    wechat.faults["token"] = [code]
    error = huiqi("menu").exception
    assert isinstance(error, WeChatRefused)
    assert named in str(error)
    assert SECRET not in str(error)


def test_no_network_is_a_sentence(wechat, monkeypatch):
    monkeypatch.setenv("HUIQI_WECHAT_API_BASE", "http://127.0.0.1:9")
    assert isinstance(huiqi("menu").exception, Unanswered)


def test_without_an_account_the_settings_are_named(wechat, monkeypatch):
    for name in ("APPID", "SECRET", "TOKEN", "AES_KEY"):
        monkeypatch.delenv(f"HUIQI_WECHAT_{name}")
    assert "HUIQI_WECHAT_APPID" in str(huiqi("check").exception)


@pytest.mark.parametrize(
    ("name", "value"), [("AES_KEY", ""), ("AES_KEY", "short"), ("AES_KEY", "密" * 43)]
)
def test_a_wrong_key_stops_the_start(wechat, monkeypatch, name, value):
    monkeypatch.setenv(f"HUIQI_WECHAT_{name}", value)
    error = huiqi("check").exception
    assert isinstance(error, WrongSetting)
    assert "HUIQI_WECHAT_AES_KEY" in str(error)


def checked() -> dict[bool, str]:
    """The sentences that are fine, and those that are not."""
    found = json.loads(huiqi("check", "--json").output)
    return {
        fine: "\n".join(each["sentence"] for each in found if each["fine"] is fine)
        for fine in (True, False)
    }


def test_a_new_account_is_told_what_is_missing(wechat):
    result = huiqi("check")
    assert result.exit_code == 1
    assert "问题 没有设 HUIQI_PUBLIC_URL" in result.output
    assert "还没有收到过微信的消息" in result.output
    assert "好　 取到了access_token" in result.output


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("https://huiqi.example.org:8443", "443端口"),
        ("ftp://huiqi.example.org", "443端口"),
        ("http://127.0.0.1", "访问不到公网地址"),
    ],
)
def test_an_address_that_wechat_cannot_reach_is_named(wechat, monkeypatch, url, named):
    monkeypatch.setenv("HUIQI_PUBLIC_URL", url)
    assert named in checked()[False]


async def test_a_running_service_is_found_behind_its_address(database, wechat):
    async with open_house(database, wechat) as house:
        await house.platform.push("oAnna_invented", Content="您好")
        ours = account()
        api = open_api(ours, wechat.url, database, SEAL, time.time)
        base = house.url.removesuffix(PATH)
        findings = await check(ours, base, api, database, time.time)
        stranger = await check(account(token="other"), base, api, database, time.time)
        await api.close()

    assert findings[1] == Finding(True, "公网地址能通，令牌一致")
    assert findings[2].sentence.startswith("最近一次收到微信的消息：20")
    assert not stranger[1].fine


def test_an_account_of_another_kind_is_told(wechat):
    wechat.kind = "unverified"
    assert "HUIQI_WECHAT_ACCOUNT=unverified" in checked()[False]


def test_an_unverified_account_calls_nothing(wechat, monkeypatch):
    monkeypatch.setenv("HUIQI_WECHAT_ACCOUNT", "unverified")
    assert "不调用微信接口" in checked()[True]
    assert wechat.asked == []


def test_the_template_and_its_fields_are_looked_at(wechat, monkeypatch):
    monkeypatch.setenv("HUIQI_WECHAT_TEMPLATE", "template-1")
    assert "没有 HUIQI_WECHAT_TEMPLATE" in checked()[False]
    wechat.templates["template-1"] = ("thing2", "thing5")
    assert "HUIQI_WECHAT_TEMPLATE_FIELDS=thing2,thing5" in checked()[False]
    monkeypatch.setenv("HUIQI_WECHAT_TEMPLATE_FIELDS", "thing2, thing5")
    assert "模板和字段都对" in checked()[True]
