"""Platforms over HTTP, through the trained model: bound by a code, reported, reminded."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

import httpx
import pytest

from bot.reminding import sweep
from knowledge.rules.deadlines.months import Month
from surveys.database import Database
from surveys.platforms import bindings, records, register
from surveys.platforms.model import beijing_day
from surveys.platforms.register import Said
from tests.surveys.platforms.invented import at, entry

pytestmark = pytest.mark.stack

PATIENCE = 90.0
NAME = "江城市红石中小企业服务中心"


@pytest.fixture(scope="module")
def database(stack):
    opened = Database(f"sqlite:///{stack.folder / 'var' / 'huiqi.db'}")
    certified_on = beijing_day(time.time()) - timedelta(days=100)
    made = entry(1, name=NAME, certified_on=certified_on)
    register.add(opened, made, Said("测试", time.time()))
    yield opened
    opened.close()


@pytest.fixture
def say(stack_url):
    with httpx.Client(base_url=stack_url, timeout=PATIENCE) as http:
        http.get("/").raise_for_status()

        def post(text: str) -> str:
            response = http.post("/api/chat", json={"text": text})
            response.raise_for_status()
            return "\n".join(each["text"] for each in response.json()["messages"])

        post.http = http
        yield post


def test_from_a_code_to_a_report_and_a_reminder(say, database):
    key = register.find(database, NAME).key
    given = bindings.issue(database, "platform", key, secrets.choice, time.time())
    assert "月报" not in say(f"{NAME}还有效吗")
    assert f"已绑定“{NAME}”" in say(f"绑定 {given}")
    assert "仅您可见" in say(f"{NAME}还有效吗")

    due = str(Month.of(beijing_day(time.time())).plus(-1))
    assert f"{due} 月报" in say("本月报表已报")
    assert [str(month) for month in records.record(database, key).filings] == [due]
    assert "连续3个月" in say("月报漏报了有什么后果")

    first = Month.of(beijing_day(time.time())).plus(2).first + timedelta(days=4)
    assert sweep(database, at(f"{first} 10:00")) == 1
    lines = say.http.get("/api/chat/updates?after=0&wait=1").json()["messages"]
    assert [line for line in lines if f"提醒：{NAME}" in line["text"]]
    assert "不再提醒" in say("别提醒了")


def test_a_question_taken_for_a_report_is_answered(say):
    assert "第二十条" in say("月报怎么报")


@pytest.mark.parametrize("asked", ["哪些平台还没报月报", "我们推荐的平台有哪几家漏报了"])
def test_only_the_recommender_is_told_who_has_not_filed(say, database, asked):
    assert NAME not in say(asked)
    office = register.find(database, NAME).recommender
    given = bindings.issue(database, "recommender", office, secrets.choice, time.time())
    say(f"绑定 {given}")

    assert say(asked).count(f"{NAME}：") == 1
