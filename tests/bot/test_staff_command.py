"""`huiqi admin staff`: accounts from the terminal, and where the first one comes from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from actions.settings import read_settings
from bot.cli import cli
from bot.commands.run import prepared_database
from bot.gateway import create_app
from surveys.database import Database
from surveys.platforms import register
from surveys.platforms.errors import PlatformNotFound
from surveys.staff.errors import NameTaken, NoSuchAccount, WrongAccount
from tests.surveys.platforms.invented import entry, said

PASSWORD = "一个够长的终端口令！"
RECOMMENDER = ("--subject", "江东省中小企业主管部门")


@pytest.fixture
def huiqi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("HUIQI_PUBLIC_URL", "https://huiqi.example/")

    def run(*words: str, said: str = ""):
        return CliRunner().invoke(
            cli, ["admin", "staff", *words], input=said, standalone_mode=False
        )

    return run


@pytest.fixture
def settings(tmp_path: Path):
    given = {"HUIQI_DATA_DIR": str(tmp_path), "HUIQI_PUBLIC_URL": "https://huiqi.example/"}
    return read_settings(given)


def signs_in(settings, name: str) -> bool:
    """Over HTTPS, as the cookie wants it."""
    with TestClient(create_app(settings), "https://huiqi.example") as client:
        typed = {"name": name, "password": PASSWORD}
        answered = client.post("/console/sign-in", data=typed, follow_redirects=False)
        if answered.status_code != 303:
            return False
        assert "__Host-huiqi_staff=" in answered.headers["set-cookie"]
        assert "Secure" in answered.headers["set-cookie"]
        return client.get("/console/").status_code == 200


def test_an_account_is_added_used_disabled_and_reset(huiqi, settings):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    added = huiqi("add", "经办一号", "--role", "operator", *RECOMMENDER, "--password", said=typed)
    assert "可以登录" in added.output
    assert PASSWORD not in added.output
    assert signs_in(settings, "经办一号")
    assert isinstance(
        huiqi("add", "经办一号", "--role", "auditor", *RECOMMENDER).exception, NameTaken
    )

    huiqi("disable", "经办一号")
    assert not signs_in(settings, "经办一号")
    assert json.loads(huiqi("list", "--json").output)[0]["disabled"]
    assert "已停用" in huiqi("list").output

    reset = huiqi("reset", "经办一号")
    [code] = re.findall("https://huiqi.example/console/setup/([0-9a-f]{32})\n", reset.output)
    assert "还没设密码" in huiqi("list").output
    with TestClient(create_app(settings), "https://huiqi.example") as client:
        chosen = {"password": PASSWORD, "again": PASSWORD}
        assert client.post(f"/console/setup/{code}", data=chosen).status_code == 200
    assert signs_in(settings, "经办一号")


def test_an_account_of_a_platform_is_for_one_of_the_register(huiqi, tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    key = register.add(database, entry(1), said()).key
    database.close()

    refused = huiqi("add", "平台一号", "--role", "platform", "--subject", "别处")
    assert isinstance(refused.exception, PlatformNotFound)
    assert huiqi("add", "平台一号", "--role", "platform", "--subject", "江城1中心").exit_code == 0

    assert json.loads(huiqi("list", "--json").output)[0]["subject"] == key


@pytest.mark.parametrize(
    ("words", "said", "error"),
    [
        (("disable", "没有"), "", NoSuchAccount),
        (("reset", "没有"), "", NoSuchAccount),
        (("add", "a b", "--role", "operator", *RECOMMENDER), "", WrongAccount),
        (("add", "甲一", "--role", "operator", "--subject", ""), "", WrongAccount),
        (("add", "甲一", "--role", "operator", *RECOMMENDER, "--password"), "x\nx\n", WrongAccount),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(huiqi, words, said, error):
    refused = huiqi(*words, said=said)

    assert isinstance(refused.exception, error)
    assert huiqi("list").output.startswith("还没有账户")


def test_an_empty_installation_prints_the_link_of_its_first_account(huiqi, settings):
    told = prepared_database(settings)
    [code] = re.findall("https://huiqi.example/console/setup/([0-9a-f]{32})$", told)
    with TestClient(create_app(settings), "https://huiqi.example") as client:
        assert "推荐单位全称" in client.get(f"/console/setup/{code}").text

    huiqi("add", "审核一号", "--role", "approver", *RECOMMENDER)

    assert prepared_database(settings) == "控制台：https://huiqi.example/console/"
