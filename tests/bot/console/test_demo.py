"""The demo at the console: offered where there is nothing, made once, removed by who made it."""

from __future__ import annotations

import pytest

from bot.console.staff import Role
from surveys import demo
from surveys.campaigns import campaign as campaigns
from surveys.staff import accounts, sessions
from tests.bot.console.clients import leads_to, send

OFFER, REMOVE = "建一个示例看看", "删除示例"


@pytest.fixture
def newcomer(console):
    """Somebody of a recommender that has nothing yet."""
    with console.database.write() as connection:
        made = accounts.add(connection, "新来的", Role.APPROVER, "新省主管部门", 0.0)
        now = console.clock.now
        session = sessions.open_session(connection, made.id, console.office.salt(), now)
    client = console.client()
    client.cookies.set("huiqi_staff", session)
    return client


def surveys(console):
    with console.database.read() as connection:
        return [each.details.platform for each in campaigns.all_of(connection)]


def test_it_is_offered_made_once_and_removed_by_one_press(console, newcomer):
    assert OFFER in newcomer.get("/console/").text

    assert leads_to(send(newcomer, "/console/demo"))[0].endswith("/results")
    assert leads_to(send(newcomer, "/console/demo"))[0] == "/console/surveys"
    assert surveys(console) == [demo.NAME]
    assert REMOVE in newcomer.get("/console/").text

    send(newcomer, "/console/demo/remove")

    assert surveys(console) == []
    assert OFFER in newcomer.get("/console/").text


def test_it_is_nobody_elses_to_see_or_remove(console, newcomer):
    send(newcomer, "/console/demo")
    other = console.signed_in(Role.APPROVER)

    assert REMOVE not in other.get("/console/").text
    assert send(other, "/console/demo/remove").status_code == 404
    assert surveys(console) == [demo.NAME]
