"""The audit trail: what is on record, that it can be read, and that a touch shows."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update
from starlette.datastructures import FormData
from starlette.requests import Request

from bot.console.audit import record
from bot.console.page import Visit
from bot.console.staff import Role, Staff
from surveys.staff import accounts, audit
from surveys.staff.addresses import masked_address
from surveys.staff.audit import Act
from surveys.staff_schema import audit as table
from tests.bot.console.clients import send

PATH = "/console/audit"


@pytest.fixture
def auditor(console):
    """Five acts on record, and somebody to read them."""
    client = console.signed_in(Role.AUDITOR)
    with console.database.write() as connection:
        person = accounts.find(connection, "auditor").staff.id
        for number in range(5):
            who = (person, "203.0.113.*") if number else (None, "")
            act = Act(who[0], "看名单", f"测评 {number}", who[1])
            audit.add(console.database, connection, act, 1_700_000_000.1234 + number)
    return client


def test_acts_are_listed_with_who_and_from_where(auditor):
    shown = auditor.get(PATH).text

    assert shown.index("测评 4") < shown.index("测评 0")
    assert "命令行" in shown
    assert "203.0.113.*" in shown
    assert "都完整" in auditor.get(f"{PATH}?check=1").text


@pytest.mark.parametrize(
    ("touch", "place"),
    [
        (update(table).where(table.c.place == 3).values(what="登录"), 3),
        (update(table).where(table.c.place == 3).values(staff=None), 3),
        (update(table).where(table.c.place == 2).values(at=5.0), 2),
        (update(table).where(table.c.place == 1).values(address="x"), 1),
        (delete(table).where(table.c.place == 2), 2),
    ],
    ids=["what", "who", "when", "from where", "taken out"],
)
def test_a_touched_act_is_found(console, auditor, touch, place):
    with console.database.write() as connection:
        connection.execute(touch)

    checked = auditor.get(f"{PATH}?check=1").text

    assert f"操作记录：第{place}环" in checked


def test_pages_go_back_to_the_first_act(console, auditor):
    with console.database.write() as connection:
        for number in range(120):
            act = Act(None, "看名单", f"第{number}次", "")
            audit.add(console.database, connection, act, console.clock.now)

    first = auditor.get(PATH).text

    assert "第119次" in first
    assert "?before=26" in first
    last = auditor.get(f"{PATH}?before=26").text
    assert "第19次" in last
    assert "测评 0" in last
    assert "更早的" not in last


def test_a_record_holds_who_looked_and_the_network(console):
    person = Staff(console.account(Role.OPERATOR, "经办一号"), "经办一号", Role.OPERATOR, "")
    request = Request({"type": "http", "headers": [], "client": ("203.0.113.9", 5)})

    record(Visit(request, person, FormData(), "", console.desk), "看电话", "测评 7 第3家")

    with console.database.read() as connection:
        [kept] = audit.newest(connection, 9)
    assert (kept.name, kept.at) == ("经办一号", console.clock.now)
    assert kept.act == Act(person.id, "看电话", "测评 7 第3家", "203.0.113.*")


def test_signing_out_is_on_record(console):
    client = console.signed_in(Role.APPROVER)
    send(client, "/console/sign-out")

    with console.database.read() as connection:
        assert [each.act.what for each in audit.newest(connection, 9)] == ["退出"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.7", "203.0.113.*"),
        ("::ffff:203.0.113.7", "203.0.113.*"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("testclient", ""),
        ("", ""),
    ],
)
def test_of_an_address_its_network_is_kept(address, kept):
    assert masked_address(address) == kept
