"""A recommender asks after all its platforms at once."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.rules.deadlines.months import Month
from surveys.platforms.attention import needing
from surveys.platforms.model import Record
from surveys.platforms.roundup import MOST_NAMED, asks_who_is_late, told
from tests.surveys.platforms.invented import entry

TODAY = date(2026, 3, 12)
MONTHS = [Month(2025, number) for number in range(3, 13)] + [Month(2026, 1), Month(2026, 2)]


@pytest.mark.parametrize(
    "text", ["哪些平台还没报月报", "哪几家漏报了", "誰還沒填報", "我们推荐的有几家逾期没报"]
)
def test_who_is_late_is_asked(text):
    assert asks_who_is_late(text)


@pytest.mark.parametrize(
    "text",
    ["月报漏报了有什么后果", "我们哪个月没报", "月报该谁来报", "哪些平台可以申报", "哪家没答"],
)
def test_other_questions_are_left_alone(text):
    assert not asks_who_is_late(text)


def record(number: int, missing: int) -> Record:
    """All reports filed on the 5th but the last ones, which are known to be missing."""
    filed = {month: month.plus(1).first.replace(day=5) for month in MONTHS}
    return Record(entry(number), {**filed, **dict.fromkeys(MONTHS[len(MONTHS) - missing :])}, ())


def test_those_that_missed_most_are_named_first():
    found = needing([record(1, 0), record(2, 1), record(3, 2)], TODAY)
    text = told(3, found, TODAY)

    assert "您单位推荐的3家平台（2026-03-12），2家要留意：" in text
    assert text.index("江城市第3中小企业服务中心：连续2个月") < text.index(
        "江城市第2中小企业服务中心"
    )
    assert "江城市第1" not in text


def test_a_long_list_says_where_the_rest_is():
    found = needing([record(number, 1) for number in range(1, 14)], TODAY)

    assert told(13, found, TODAY).count("连续1个月") == MOST_NAMED
    assert "共13家" in told(13, found, TODAY)


def test_nothing_to_look_after_and_nobody_registered():
    assert "都没有漏报" in told(2, (), TODAY)
    assert "还没有您单位推荐的平台" in told(0, (), TODAY)
