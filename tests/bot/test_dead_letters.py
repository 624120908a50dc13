"""`huiqi admin dead-letters`: what a person sees of what went wrong, and can do about it."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from bot import inbox
from bot.cli import cli
from bot.commands.json_file import Refused
from bot.messages import Incoming
from bot.outbox import Unasked, put_unasked
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.schema import inbox as inbox_table

REASON = "发送途中程序中断，不知道对方是否已收到"


@pytest.fixture
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    opened = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def letter(database) -> int:
    with database.write() as connection:
        put_unasked(connection, [Unasked("r:1", "tg:1:2", "该报了，王晓明")], time.time())
        connection.execute(update(delivery).values(state="dead", reason=REASON))
        return connection.execute(select(delivery.c.outbox_id)).scalar_one()


def huiqi(*words: str):
    return CliRunner().invoke(cli, ["admin", "dead-letters", *words], standalone_mode=False)


def test_nothing_that_failed_is_said(database):
    assert huiqi().output == "没有发不出去的消息。\n"
    assert huiqi("unanswered").output == "没有答不出来的来信。\n"


def test_a_letter_is_shown_with_its_reason_and_without_its_words(letter):
    shown = huiqi().output
    assert f"[{letter}] 20" in shown
    assert f"Telegram 提醒：{REASON}" in shown
    assert "王晓明" not in shown
    (found,) = json.loads(huiqi("--json").output)
    assert (found["id"], found["reason"], found["bulk"]) == (letter, REASON, True)


@pytest.mark.parametrize(("word", "state"), [("again", "queued"), ("aside", "aside")])
def test_a_person_decides_about_it_once(database, letter, word, state):
    assert huiqi(word, str(letter)).exception is None
    with database.read() as connection:
        assert connection.execute(select(delivery.c.state)).scalar_one() == state
    assert isinstance(huiqi(word, str(letter)).exception, Refused)


def test_what_could_not_be_answered_is_shown_too(database):
    asked = Incoming("wechat", "wx1", "1", "wx:wx1:o1", "我姓王", "我姓王")
    number = inbox.receive(database, asked, time.time()).id
    with database.write() as connection:
        connection.execute(update(inbox_table).values(state=inbox.DEAD))

    assert "另有1条来信没有答出来" in huiqi().output
    shown = huiqi("unanswered").output
    assert f"[{number}] 20" in shown
    assert "微信：没有答出来" in shown
    assert "我姓王" not in shown
    (found,) = json.loads(huiqi("unanswered", "--json").output)
    assert (found["id"], found["channel"]) == (number, "wx")
