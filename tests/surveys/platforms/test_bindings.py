"""Binding codes: how they are written, spent once, and how often one may guess."""

from __future__ import annotations

import secrets
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from surveys.platforms import bindings
from surveys.platforms.bindings import CODE_SECONDS, Binding, may_see_filings
from surveys.platforms.codes import ALPHABET, code_in, new_code
from surveys.schema import binding_code
from tests.surveys.platforms.invented import code, entry

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "codes.yaml").read_text(encoding="utf-8"))
NOW = 1_000_000.0


def issued(database, subject: str = code(1), now: float = NOW) -> str:
    made = bindings.issue(database, "platform", subject, secrets.choice, now)
    return made.replace("-", "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_code_is_read_from_a_message(case):
    assert code_in(case["text"]) == case["code"]


def test_a_code_has_no_characters_that_look_alike_and_is_read_back():
    for _ in range(200):
        made = new_code(secrets.choice)
        assert not set(made) & set("0O1I")
        assert code_in(f"绑定 {made}") == made.replace("-", "")
    assert len(ALPHABET) == 32


def test_a_code_binds_once_and_only_its_hash_is_kept(database):
    given = issued(database)
    bound = bindings.bind(database, "web:a", given, NOW + 1)

    assert isinstance(bound, Binding)
    assert (bound.role, bound.subject) == ("platform", code(1))
    assert bindings.of_contact(database, "web:a") == [bound]
    assert bindings.bind(database, "web:b", given, NOW + 2) == "used"
    with database.read() as connection:
        kept = connection.execute(select(binding_code)).one()
    assert given not in str(kept)


def test_a_turn_that_is_run_again_gets_the_same_binding(database):
    given = issued(database)

    assert bindings.bind(database, "web:a", given, NOW) == bindings.bind(
        database, "web:a", given, NOW + 5
    )


def test_a_code_that_was_spent_does_not_bind_again_after_the_end(database):
    given = issued(database)
    bindings.bind(database, "web:a", given, NOW)

    assert bindings.end_of_contact(database, "web:a", NOW + 1)
    assert bindings.bind(database, "web:a", given, NOW + 2) == "used"
    assert bindings.of_contact(database, "web:a") == []
    assert not bindings.end_of_contact(database, "web:a", NOW + 3)


@pytest.mark.parametrize(
    ("later", "expected"), [(CODE_SECONDS - 1, "platform"), (CODE_SECONDS, "expired")]
)
def test_a_code_is_good_for_seven_days(database, later, expected):
    outcome = bindings.bind(database, "web:a", issued(database), NOW + later)

    assert (outcome.role if isinstance(outcome, Binding) else outcome) == expected


def test_after_five_wrong_tries_an_hour_passes_before_the_next(database):
    given = issued(database)
    tries = [bindings.bind(database, "web:a", "2222222222", NOW + step) for step in range(6)]
    assert tries == ["wrong"] * 5 + ["too_many"]

    assert bindings.bind(database, "web:a", given, NOW + 3599) == "too_many"
    assert isinstance(bindings.bind(database, "web:b", given, NOW + 10), Binding)
    other = issued(database, code(2))
    assert bindings.bind(database, "web:a", other, NOW - 7200) == "too_many"
    assert isinstance(bindings.bind(database, "web:a", other, NOW + 3601), Binding)


def test_of_two_who_send_the_same_code_at_once_one_wins(database):
    given = issued(database)
    outcomes: list[object] = []

    def run(contact: str) -> None:
        outcomes.append(bindings.bind(database, contact, given, NOW))

    threads = [threading.Thread(target=run, args=[f"web:{each}"]) for each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(each, Binding) for each in outcomes) == 1
    assert outcomes.count("used") == 7
    assert len(bindings.standing(database)) == 1


@pytest.mark.parametrize(
    ("role", "subject", "seen"),
    [
        ("platform", code(1), True),
        ("platform", code(2), False),
        ("recommender", "江东省中小企业主管部门", True),
        ("recommender", "江西市某协会", False),
        ("recommender", code(1), False),
    ],
)
def test_filings_are_for_the_platform_and_its_recommender(role, subject, seen):
    platform = replace(entry(1), key=code(1))
    bound = [Binding(1, "web:a", role, subject, NOW)]

    assert may_see_filings(bound, platform) is seen
    assert not may_see_filings([], platform)
