"""Settings from the environment and from .env."""

from __future__ import annotations

import stat

import pytest

from actions.settings import WrongSetting, read_settings


def read(tmp_path, dotenv="", **environ):
    (tmp_path / ".env").write_text(dotenv, encoding="utf-8")
    return read_settings({"HUIQI_DATA_DIR": str(tmp_path / "var"), **environ}, tmp_path / ".env")


def test_nothing_need_be_set(tmp_path):
    settings = read(tmp_path)

    assert settings.port == 8000
    assert settings.database_url == f"sqlite:///{tmp_path}/var/huiqi.db"


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    first, second = read(tmp_path), read(tmp_path)

    assert first.secret_key == second.secret_key
    assert stat.S_IMODE((tmp_path / "var/secret_key").stat().st_mode) == 0o600


def test_the_environment_overrides_the_file(tmp_path):
    assert read(tmp_path, "HUIQI_PORT=9000\n").port == 9000
    assert read(tmp_path, "HUIQI_PORT=9000\n", HUIQI_PORT="9001").port == 9001


WRONG = {
    "a misspelt name": ({"HUIQI_PROT": "9"}, "HUIQI_PORT"),
    "a port that is a word": ({"HUIQI_PORT": "八千"}, "HUIQI_PORT"),
    "a port too great": ({"HUIQI_PORT": "70000"}, "HUIQI_PORT"),
    "a mode that is not there": ({"HUIQI_WECHAT_MODE": "secure"}, "plain、compatible、safe"),
    "half a channel": ({"HUIQI_TELEGRAM_TOKEN": "1:a"}, "HUIQI_TELEGRAM_SECRET"),
    "a token that is none": (
        {"HUIQI_TELEGRAM_TOKEN": "abc", "HUIQI_TELEGRAM_SECRET": "x"},
        "HUIQI_TELEGRAM_TOKEN 应是BotFather",
    ),
    "a secret with a space": (
        {"HUIQI_TELEGRAM_TOKEN": "1:a", "HUIQI_TELEGRAM_SECRET": "a b"},
        "HUIQI_TELEGRAM_SECRET 应是1到256个",
    ),
    "a proxy of another kind": ({"HUIQI_TELEGRAM_PROXY": "socks5://p:1"}, "http:// 或 https://"),
    "half of WeChat": ({"HUIQI_WECHAT_APPID": "wx1"}, "HUIQI_WECHAT_TOKEN"),
}


@pytest.mark.parametrize(("environ", "named"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_named(tmp_path, environ, named):
    with pytest.raises(WrongSetting, match=named):
        read(tmp_path, **environ)


def test_a_secret_is_not_shown_in_the_message(tmp_path):
    with pytest.raises(WrongSetting) as error:
        read(tmp_path, HUIQI_TELEGRAM_TOKEN="12345:very-secret")

    assert "very-secret" not in str(error.value)


def test_polling_needs_no_secret(tmp_path):
    given = {"HUIQI_TELEGRAM_TOKEN": "1:a", "HUIQI_TELEGRAM_MODE": "polling"}

    assert read(tmp_path, **given).telegram_secret == ""


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")

    with pytest.raises(WrongSetting, match="数据目录"):
        read(tmp_path)
