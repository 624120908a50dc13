"""The register: what it accepts, that nothing is overwritten, and what holds now."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.rules.deadlines import deadlines
from knowledge.rules.deadlines.months import Month
from surveys.platforms import records, register
from surveys.platforms.entries import KINDS, month_of
from surveys.platforms.errors import (
    PlatformAmbiguous,
    PlatformExists,
    PlatformNotFound,
    WrongEntry,
)
from surveys.platforms.model import Happening, facts_of
from surveys.platforms.records import Filed
from tests.surveys.platforms.invented import code, entry, said

CASES = yaml.safe_load(
    (Path(__file__).parent / "cases" / "entries.yaml").read_text(encoding="utf-8")
)


def named(case: dict) -> str:
    return case["name"]


@pytest.fixture
def platform(database):
    return register.add(database, entry(1), said())


@pytest.mark.parametrize("case", CASES["drafts"], ids=named)
def test_a_draft_is_an_entry_or_is_refused(case):
    typed = {
        name: case[name] for name in ("credit_code", "recommender", "short_name") if name in case
    }

    def made():
        stated = case.get("announced")
        return entry(1, certified_on=case["certified_on"], valid_until=stated, **typed)

    if "refused" in case:
        with pytest.raises(WrongEntry, match=case["refused"]):
            made()
    else:
        assert (made().valid_until, made().announced) == (case["valid_until"], "announced" in case)


@pytest.mark.parametrize("case", CASES["filings"], ids=named)
def test_a_report_is_recorded_or_refused(database, platform, case):
    filed = Filed(month_of(str(case["month"])), case["filed_on"])

    if "refused" in case:
        with pytest.raises(WrongEntry, match=case["refused"]):
            records.file(database, platform.key, filed, said())
    else:
        assert records.file(database, platform.key, filed, said())
        assert records.record(database, platform.key).filings == {filed.month: filed.filed_on}


@pytest.mark.parametrize("case", CASES["events"], ids=named)
def test_an_event_is_recorded_or_refused(database, platform, case):
    event = Happening(0, case["kind"], case["day"])

    if "refused" in case:
        with pytest.raises(WrongEntry, match=case["refused"]):
            records.happen(database, platform.key, event, said())
    else:
        number = records.happen(database, platform.key, event, said())
        assert records.record(database, platform.key).events == (replace(event, id=number),)


@pytest.mark.parametrize("name", ["江城市第1中小企业服务中心", "江城 1 中心", code(1)])
def test_a_platform_is_found_by_name_short_name_and_code(database, platform, name):
    register.add(database, entry(2), said())

    assert register.find(database, name) == platform


def test_a_name_that_fits_none_or_several_is_refused(database, platform):
    register.add(database, entry(2, short_name=platform.short_name), said())

    with pytest.raises(PlatformNotFound, match="没有“江城”"):
        register.find(database, "江城")
    with pytest.raises(PlatformAmbiguous, match="江城市第1中小企业服务中心、"):
        register.find(database, platform.short_name)


def test_a_correction_is_a_newer_row_and_the_older_one_stays(database, platform):
    better = entry(3, name="江城市第一中小企业服务中心")
    corrected = register.correct(database, platform.key, better, said())

    assert corrected == replace(better, key=platform.key)
    assert register.entries(database) == [corrected]
    kept = [each for each, _ in register.history(database, platform.key)]
    assert kept == [platform, corrected]


def test_a_code_or_a_name_is_registered_once(database, platform):
    other = register.add(database, entry(2), said())

    with pytest.raises(PlatformExists, match="统一社会信用代码已登记"):
        register.add(database, entry(1, name="别的名字"), said())
    with pytest.raises(PlatformExists, match="已登记有"):
        register.add(database, entry(4, name=platform.name), said())
    with pytest.raises(PlatformExists):
        register.correct(database, other.key, platform, said())


def test_of_two_who_register_the_same_at_once_one_is_refused(database):
    results: list[str] = []

    def run() -> None:
        try:
            register.add(database, entry(1), said())
            results.append("added")
        except PlatformExists:
            results.append("refused")

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["added", "refused", "refused", "refused"]


def test_the_latest_word_on_a_month_holds(database, platform):
    january = Month(2026, 1)
    days = [date(2026, 2, 9), None, date(2026, 2, 12)]
    for day in days:
        assert records.file(database, platform.key, Filed(january, day), said())

    assert not records.file(database, platform.key, Filed(january, days[-1]), said())
    assert records.record(database, platform.key).filings == {january: days[-1]}


def test_an_event_is_corrected_and_withdrawn_by_newer_rows(database, platform):
    first = records.happen(database, platform.key, Happening(0, "更名", date(2026, 1, 1)), said())
    right = Happening(0, "重组", date(2026, 1, 2), "合并设立")
    second = records.happen(database, platform.key, right, said(), replaces=first)
    assert records.record(database, platform.key).events == (replace(right, id=second),)

    void = Happening(0, "作废", date(2026, 1, 3))
    with pytest.raises(WrongEntry, match="没有编号为"):
        records.happen(database, platform.key, void, said(), replaces=first)
    records.happen(database, platform.key, void, said(), replaces=second)

    assert records.record(database, platform.key).events == ()


def test_what_is_not_in_the_register_has_no_record(database):
    with pytest.raises(PlatformNotFound):
        records.record(database, code(9))
    with pytest.raises(PlatformNotFound):
        records.file(database, code(9), Filed(Month(2026, 1), None), said())


def test_every_kind_of_event_means_something_to_the_rules_or_is_only_kept(database, platform):
    for kind in KINDS:
        records.happen(database, platform.key, Happening(0, kind, date(2026, 1, 10)), said())

    facts = facts_of(records.record(database, platform.key), date(2026, 3, 5))

    assert facts.revoked == date(2026, 1, 10)
    assert not [each for each in deadlines(facts) if "没有认出" in each.said.advice]


def test_numbers_of_people_are_not_kept(database, platform):
    note = "李某来电13812345678，邮箱 li@example.com"
    records.happen(database, platform.key, Happening(0, "更名", date(2026, 1, 1), note), said())

    (event,) = records.record(database, platform.key).events
    assert "13812345678" not in event.note
    assert "li@example.com" not in event.note


def test_somebody_must_have_said_it():
    with pytest.raises(WrongEntry, match="谁说的"):
        register.Said("", 0.0)
