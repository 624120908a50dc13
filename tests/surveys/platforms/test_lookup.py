"""The public look-up: which platform is meant, what is said of it and what is not."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.rules.deadlines.months import Month
from surveys.platforms.lookup import answer, called, named, subject
from surveys.platforms.model import Happening, Record
from tests.surveys.platforms.invented import code, entry

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "lookup.yaml").read_text(encoding="utf-8")
)
REGISTER = [
    replace(entry(number, name=each["name"], short_name=each["short"]), key=code(number))
    for number, each in enumerate(CASES["register"], 1)
]


@pytest.mark.parametrize("case", CASES["named"], ids=lambda case: case["text"])
def test_a_message_names_a_platform(case):
    result = named(case["text"], REGISTER)

    assert [each.name for each in result.found] == case["found"]
    assert result.exact is case["exact"]


def test_a_recommender_calls_its_own_by_how_the_names_begin():
    names = [each.name for each in called("换海州那个", REGISTER)]

    assert names == ["海州（高新区）技术转移平台", "海州市创业服务平台"]
    assert called("技术的呢", REGISTER) == ()


def test_a_code_names_its_platform():
    assert [each.name for each in named(f"查{code(3)}", REGISTER).found] == [REGISTER[2].name]


@pytest.mark.parametrize("case", CASES["answers"], ids=lambda case: case["name"])
def test_what_is_said_on_a_day(case):
    events = tuple(
        Happening(number, kind, day)
        for number, (kind, day) in enumerate(case.get("events", {}).items(), 1)
    )
    record = Record(entry(1), {}, events)

    assert case["says"] in answer(record, case["day"], filings=False)


def test_filings_are_said_to_those_who_may_see_them_only():
    missed = {Month(2025, 3).plus(step): None for step in range(11)}
    record = Record(entry(1), missed)
    day = date(2026, 3, 5)

    public, own = answer(record, day, filings=False), answer(record, day, filings=True)

    assert "报" not in public.replace("工业和信息化部", "")
    assert "连续未按规定填报11个月；下一份是2026-02，2026-03-10前填报" in own
    assert answer(Record(entry(1)), day, filings=False) == public


def test_a_large_register_is_searched_quickly():
    large = [
        entry(number, name=f"第{number}号创业服务平台", short_name="") for number in range(10_000)
    ]
    began = time.perf_counter()

    assert not named("山城生产力促进中心还有效吗", large).found
    assert time.perf_counter() - began < 2


def test_the_words_that_ask_are_not_part_of_a_name():
    assert subject("请问江城市服务中心现在还有效吗？") == "江城市服务中心"
