"""Eligibility checks as they are kept, on both databases."""

from __future__ import annotations

from sqlalchemy import func, select

from knowledge.rules.interview.check import Answer, Check
from surveys.checks import forget, keep, kept
from surveys.schema import eligibility_check

FIRST = Check((Answer("法人类型", "公司", {"法人类型": "企业法人"}),), "申报日期")
SECOND = Check((*FIRST.answers, Answer("申报日期", "今天", {"拟申报日期": "2026-05-20"})), "资产")


def test_a_check_is_there_again_with_the_time_of_its_last_answer(database):
    keep(database, "web:a", "1", FIRST, 100.0)
    keep(database, "web:a", "2", SECOND, 200.0)

    found = kept(database, "web:a", "3")

    assert found is not None
    assert (found.check, found.updated_at) == (SECOND, 200.0)
    assert kept(database, "web:b", "3") is None


def test_a_turn_that_is_run_again_finds_the_check_as_it_was_before(database):
    keep(database, "web:a", "1", FIRST, 100.0)
    assert kept(database, "web:a", "1") is None

    for now in (200.0, 300.0):
        keep(database, "web:a", "2", SECOND, now)
        before = kept(database, "web:a", "2")
        assert before is not None
        assert before.check == FIRST


def test_a_check_that_is_deleted_is_gone(database):
    keep(database, "web:a", "1", FIRST, 100.0)
    keep(database, "web:b", "1", FIRST, 100.0)
    forget(database, "web:a")

    assert kept(database, "web:a", "2") is None
    with database.read() as connection:
        number = connection.execute(select(func.count()).select_from(eligibility_check)).scalar()
    assert number == 1


def test_a_question_that_is_asked_no_longer_loses_its_answer(database):
    old = Check((Answer("从前的问题", "有", {"从前": True}), *FIRST.answers), "从前的问题")
    keep(database, "web:a", "1", old, 100.0)

    found = kept(database, "web:a", "2")

    assert found is not None
    assert found.check == Check(FIRST.answers, "")
