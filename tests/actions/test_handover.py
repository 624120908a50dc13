"""One person goes on under another contact, by code and never by guess."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from actions.services import Services
from knowledge.answerer import load_answerer
from knowledge.rules.interview import conversation
from knowledge.rules.materials import Checklist
from surveys import checks, handovers, materials
from surveys.database import Database
from surveys.platforms import bindings
from surveys.sealing import Seal
from tests.actions.test_platforms import Chat
from tests.surveys.platforms.invented import at

NOW = at("2026-03-05 10:00")
DAY = 24 * 3600.0


@pytest.fixture
def web(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    services = Services(load_answerer(), database, lambda: NOW, Seal(("invented",)))
    yield Chat(services)
    database.close()


def phone(web: Chat, later: float = 0.0) -> Chat:
    services = replace(web.services, now=lambda: NOW + later)
    return Chat(services, contact="wx:app:somebody", now=NOW + later)


def begin(chat: Chat, said: str) -> None:
    turn = conversation.turn(conversation.begin(date(2026, 3, 5)).check, said, date(2026, 3, 5))
    checks.keep(chat.services.database, chat.contact, "", turn.check, NOW)


def code_of(chat: Chat) -> str:
    found = re.search("接续 ([A-Z0-9]{5}-[A-Z0-9]{5})", chat.say("我想换到微信上继续", "bind"))
    assert found
    return found[1]


def test_a_check_a_list_and_a_binding_go_on_elsewhere(web):
    database, other = web.services.database, phone(web)
    begin(web, "企业法人")
    materials.keep(database, web.contact, Checklist(frozenset({1, 2})), NOW)
    given = bindings.issue(database, "recommender", "样例厅", lambda letters: letters[3], NOW)
    bindings.bind(database, web.contact, given.replace("-", ""), NOW)

    told = other.say(f"接续 {code_of(web)}", "bind")

    assert all(each in told for each in ("申报条件核对", "材料清单", "绑定"))
    kept = checks.kept(database, other.contact, "")
    assert kept is not None
    assert [each.said for each in kept.check.answers] == ["企业法人"]
    assert checks.kept(database, web.contact, "") is None
    assert materials.kept(database, other.contact).ready == {1, 2}
    for contact in (web.contact, other.contact):
        assert [each.subject for each in bindings.of_contact(database, contact)] == ["样例厅"]


def test_what_was_begun_there_is_not_written_over(web):
    other = phone(web)
    begin(web, "企业法人")
    begin(other, "事业单位")

    code = code_of(web)
    assert "没有动" in other.say(code, "bind")
    kept = checks.kept(web.services.database, other.contact, "")
    assert kept is not None
    assert [each.said for each in kept.check.answers] == ["事业单位"]
    checks.forget(web.services.database, other.contact)
    assert "申报条件核对" in other.say(f"接续 {code}", "bind")


@pytest.mark.parametrize(
    ("later", "contact", "told"),
    [(DAY + 1, "wx:app:b", "不对"), (0, "web:a", "不对"), (0, "wx:app:b", "没有没做完的事")],
)
def test_a_code_is_for_one_day_and_another_contact(web, later, contact, told):
    code = code_of(web)
    other = replace(phone(web, later), contact=contact)
    assert told in other.say(f"接续 {code}", "bind")


def test_a_code_is_good_for_one_contact(web):
    code = code_of(web)
    phone(web).say(f"接续 {code}", "bind")
    third = replace(phone(web), contact="tg:1:third")
    assert "已经用过" in third.say(f"接续 {code}", "bind")
    assert "不对" in third.say("接续 ABCDE-FGHJK", "bind")
    assert handovers.take(web.services.database, third.contact, "ABCDEFGHJK", NOW) is None
