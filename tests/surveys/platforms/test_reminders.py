"""Reminders as planned: walks through time, and what holds of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from surveys.platforms.entries import month_of
from surveys.platforms.model import Happening, Record
from surveys.platforms.reminders import Sent, Watched, due_messages, is_quiet, tomorrow
from tests.surveys.platforms.invented import at, code, entry

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "reminders.yaml").read_text(encoding="utf-8")
)


def watched(number: int = 1, contact: str = "web:a", **case) -> Watched:
    certified = case.get("certified_on", date(2025, 3, 20))
    platform = replace(entry(number, certified_on=certified), key=code(number))
    events = tuple(
        Happening(place, kind, day) for place, (kind, day) in enumerate(case.get("events", ()), 1)
    )
    since = case.get("since", date(2026, 1, 15))
    return Watched(contact, platform.key, since, Record(platform, {}, events))


def filed(case: dict) -> dict:
    return {code(1): {month_of(str(name)): day for name, day in case.get("filings", {}).items()}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_walk_through_time(case):
    contact = watched(**case)
    if "snoozed_at" in case:
        contact = replace(contact, snoozed_until=tomorrow(at(case["snoozed_at"])))
    sent: set[Sent] = set()
    for step in case["walk"]:
        now = at(str(step["at"]))
        messages = due_messages([contact], filed(case), sent, now)
        assert len(messages) == (0 if step["says"] is None else 1), step
        for message in messages:
            assert [each for each in step["says"] if each not in message.text] == []
            sent |= set(message.steps)
        if step.get("then") == "snooze":
            contact = replace(contact, snoozed_until=tomorrow(now))


def test_platforms_of_one_contact_are_one_message_and_contacts_have_their_own():
    everyone = [watched(1), watched(2), watched(1, "web:b")]

    first, second = due_messages(everyone, {}, set(), at("2026-03-05 10:00"))

    assert first.contact_key == "web:a"
    assert "1. 江城市第1" in first.text
    assert "2. 江城市第2" in first.text
    assert (second.contact_key, second.text.count("江城市")) == ("web:b", 1)


def test_the_yearly_report_is_the_recommenders():
    office = Watched("web:r", "江东省中小企业主管部门", date(2026, 1, 15))
    sent: set[Sent] = set()
    days = []
    for step in range(120):
        day = date(2026, 1, 16) + timedelta(days=step)
        for message in due_messages([office], {}, sent, at(f"{day} 10:00")):
            sent |= set(message.steps)
            days.append(day)
            assert "报送2025年度示范平台工作总结和检查情况报告（第二十一条第一款）" in message.text
            assert "本月报表" not in message.text

    assert days == [date(2026, 2, 28), date(2026, 3, 23), date(2026, 3, 29)]


@given(
    minutes=st.lists(st.integers(0, 120 * 24 * 60), min_size=1, max_size=12),
    filings=st.sets(st.sampled_from(["2026-01", "2026-02", "2026-03"])),
)
def test_whatever_the_clock_does_nothing_is_sent_twice_at_night_or_after_it_was_filed(
    minutes, filings
):
    months = {month_of(name): date(2026, 4, 30) for name in filings}
    sent: list[Sent] = []
    for minute in minutes:  # in any order: clocks are set back too
        now = at("2026-01-20 00:00") + 60 * minute
        for message in due_messages([watched(1)], {code(1): months}, sent, now):
            assert not is_quiet(now)
            assert not [each for each in message.steps if each.duty[-7:] in filings]
            sent += message.steps

    assert len(sent) == len(set(sent))
