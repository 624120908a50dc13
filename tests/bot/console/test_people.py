"""Accounts that an approver makes: for the own house and its platforms, never a second approver."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.console.staff import Role
from surveys.staff import accounts
from surveys.staff.audit import newest
from tests.bot.console.clients import PASSWORD, RECOMMENDER, send

PAGE = "/console/people"


@pytest.fixture
def approver(console):
    return console.signed_in(Role.APPROVER, "审核一号")


def people(console):
    return {each.staff.name: each for each in accounts.accounts(console.database)}


def test_somebody_is_let_in_by_the_link_that_is_shown_once(console, approver):
    shown = send(approver, PAGE, PAGE, name="经办二号", role="operator").text
    link = re.search(r"http://testserver(/console/setup/\w+)", shown)[1]
    newcomer = console.client()
    newcomer.post(link, data={"password": PASSWORD, "again": PASSWORD})
    newcomer.post("/console/sign-in", data={"name": "经办二号", "password": PASSWORD})

    assert "经办二号（经办）" in newcomer.get("/console/").text
    assert people(console)["经办二号"].staff.subject == RECOMMENDER
    assert link not in approver.get(PAGE).text
    with console.database.read() as connection:
        acts = [(each.act.what, each.act.about) for each in newest(connection, 9)]
    assert ("添加账户", "经办二号（经办）") in acts


def test_a_platforms_account_is_for_one_of_the_own(console, approver):
    theirs = send(approver, PAGE, PAGE, name="平台甲", role="platform", platform=console.theirs)
    mine = send(approver, PAGE, PAGE, name="平台甲", role="platform", platform=console.mine)

    assert (theirs.status_code, mine.status_code) == (400, 200)
    assert people(console)["平台甲"].staff.subject == console.mine


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "审核二号", "role": "approver"},
        {"name": "某人", "role": "root"},
        {"name": "某", "role": "operator"},
        {"name": "审核一号", "role": "operator"},
        {"role": "operator"},
    ],
    ids=["an approver", "no role", "too short", "taken", "no name"],
)
def test_what_may_not_be_is_said_and_nothing_made(console, approver, typed):
    answer = send(approver, PAGE, PAGE, **typed)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert list(people(console)) == ["审核一号"]


def test_where_two_persons_are_needed_none_is_made_here(console):
    console.serve(replace(console.desk.settings, two_persons="on"))
    client = console.signed_in(Role.APPROVER)

    answer = send(client, PAGE, name="经办二号", role="operator")

    assert answer.status_code == 400
    assert "huiqi admin staff add" in client.get(PAGE).text
    assert len(people(console)) == 1


def test_an_account_is_ended_at_once_but_no_approvers(console, approver):
    other = console.signed_in(Role.OPERATOR, "经办二号")
    number = {name: each.staff.id for name, each in people(console).items()}

    ended = send(approver, f"{PAGE}/{number['经办二号']}/disable")
    myself = send(approver, f"{PAGE}/{number['审核一号']}/disable")

    assert (ended.status_code, myself.status_code) == (303, 404)
    assert other.get("/console/").status_code == 303
    assert approver.get("/console/").status_code == 200


def test_another_recommenders_people_are_not_seen(console, approver):
    with console.database.write() as connection:
        made = accounts.add(connection, "外省三号", Role.OPERATOR, "另一省主管部门", 0.0)

    assert "外省三号" not in approver.get(PAGE).text
    assert send(approver, f"{PAGE}/{made.id}/disable").status_code == 404
