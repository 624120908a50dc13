"""Signing in: who gets in, how long it holds, and how guessing is slowed down."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.console.staff import Role
from surveys.staff import accounts, links, passwords, totp
from surveys.staff.audit import newest
from surveys.staff.sessions import IDLE_SECONDS, SESSION_SECONDS
from surveys.staff_schema import staff_miss
from tests.bot.console.clients import NOW, PASSWORD, RECOMMENDER, leads_to, send

HASH = passwords.hashed(PASSWORD)
SIGN_IN = "/console/sign-in"
NEW = "另一个够长的新口令？"


@pytest.fixture
def operator(console) -> int:
    """经办一号, who has a password."""
    number = console.account(Role.OPERATOR, "经办一号")
    with console.database.write() as connection:
        accounts.set_password(connection, number, HASH, NOW)
    return number


def try_in(client, name="经办一号", password=PASSWORD, code="", back="", **more):
    typed = {"name": name, "password": password, "code": code, "next": back}
    return client.post(SIGN_IN, data=typed, **more)


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("", "/console/"),
        ("/console/account?done=x", "/console/account"),
        ("https://elsewhere.example/console/", "/console/"),
        ("//elsewhere.example", "/console/"),
        ("/console//elsewhere.example", "/console/"),
        ("/console/../", "/console/"),
        ("/console/\\elsewhere.example", "/console/"),
        ("/console/sign-in", "/console/"),
        ("/api/chat", "/console/"),
    ],
)
def test_a_sign_in_leads_back_and_never_away(console, operator, back, leads):
    assert leads_to(try_in(console.client(), back=back))[0] == leads


def test_the_cookie_is_for_this_site_and_not_for_scripts(console, operator):
    cookie = try_in(console.client()).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Max-Age" not in cookie


def test_one_who_was_on_the_way_somewhere_is_led_there(console, operator):
    client = console.client()
    path, query = leads_to(client.get("/console/account?done=x"))
    assert (path, query) == (SIGN_IN, {"next": ["/console/account?done=x"]})

    shown = client.get(SIGN_IN, params={"next": query["next"][0]})

    assert 'value="/console/account?done=x"' in shown.text


@pytest.mark.parametrize(
    ("name", "password"),
    [("经办一号", "不对的口令不对的口令"), ("没有这个人", PASSWORD), ("经办一号", ""), ("", "")],
)
def test_what_was_wrong_is_not_told(console, operator, name, password):
    refused = try_in(console.client(), name, password)

    assert refused.status_code == 401
    assert "登录名、密码或动态码不对" in refused.text
    assert "set-cookie" not in refused.headers


def test_names_are_typed_in_any_width_and_case(console):
    number = console.account(Role.OPERATOR, "JB01")
    with console.database.write() as connection:
        accounts.set_password(connection, number, HASH, NOW)

    assert leads_to(try_in(console.client(), " ＪＢ01 "))[0] == "/console/"


def test_an_account_without_a_password_or_disabled_does_not_get_in(console, operator):
    console.account(Role.AUDITOR, "审计一号")
    assert try_in(console.client(), "审计一号", "").status_code == 401
    client = console.client()
    try_in(client)
    assert client.get("/console/").status_code == 200

    with console.database.write() as connection:
        accounts.disable(connection, operator, NOW)

    assert client.get("/console/").status_code == 303
    assert try_in(console.client()).status_code == 401


def test_guessing_is_slowed_down_by_name_even_with_the_right_password(console, operator):
    for _ in range(5):
        assert try_in(console.client(), password="x").status_code == 401
    later = try_in(console.client())
    assert (later.status_code, "秒后再试" in later.text) == (429, True)
    other = try_in(console.client(), name="没有这个人", password="x")
    assert other.status_code == 401

    console.clock.now += 31
    assert try_in(console.client(), password="x").status_code == 401
    console.clock.now += 31
    assert "秒后再试" in try_in(console.client()).text
    console.clock.now += 30
    assert leads_to(try_in(console.client()))[0] == "/console/"
    assert try_in(console.client(), password="x").status_code == 401


def test_guessing_is_slowed_down_by_address_whatever_the_name(console, operator):
    for number in range(20):
        assert try_in(console.client(), f"名{number}", "x").status_code == 401

    assert try_in(console.client()).status_code == 429


def test_what_was_typed_into_the_wrong_field_is_not_kept(console, operator):
    try_in(console.client(), name=PASSWORD, password="x")

    with console.database.read() as connection:
        kept = connection.execute(select(staff_miss)).all()
    assert len(kept) == 1
    assert PASSWORD not in str(kept)


@pytest.mark.parametrize(
    ("visits", "status"),
    [
        ([IDLE_SECONDS - 1], 200),
        ([IDLE_SECONDS + 1], 303),
        ([IDLE_SECONDS - 60] * 3, 200),
        ([IDLE_SECONDS - 60] * (SESSION_SECONDS // (IDLE_SECONDS - 60) + 1), 303),
    ],
    ids=["a pause", "too long a pause", "going on", "too long in all"],
)
def test_a_session_ends(console, operator, visits, status):
    client = console.client()
    try_in(client)
    for seconds in visits:
        console.clock.now += seconds
        answered = client.get("/console/")

    assert answered.status_code == status


def test_signing_out_ends_the_session_and_not_only_the_cookie(console):
    client = console.signed_in(Role.OPERATOR)
    session = client.cookies["huiqi_staff"]
    assert leads_to(send(client, "/console/sign-out"))[0] == SIGN_IN

    client.cookies.set("huiqi_staff", session)

    assert client.get("/console/").status_code == 303


def test_a_new_password_ends_every_other_session(console, operator):
    here, there = console.client(), console.client()
    try_in(here)
    try_in(there)
    typed = {"old": PASSWORD, "password": NEW, "again": NEW}
    for wrong, says in (
        ({"old": "x"}, "现在的密码不对"),
        ({"again": NEW + "x"}, "不一样"),
        ({"password": "短", "again": "短"}, "10到128"),
        ({"password": "经办一号经办一号12", "again": "经办一号经办一号12"}, "登录名"),
        ({"password": "1" * 12, "again": "1" * 12}, "重复"),
    ):
        refused = send(here, "/console/account/password", **{**typed, **wrong})
        assert (refused.status_code, says in refused.text) == (400, True), wrong

    assert leads_to(send(here, "/console/account/password", **typed))[0] == "/console/account"

    assert here.get("/console/").status_code == 200
    assert there.get("/console/").status_code == 303
    assert try_in(console.client()).status_code == 401
    assert leads_to(try_in(console.client(), password=NEW))[0] == "/console/"


def test_a_one_time_code_is_asked_once_it_is_turned_on_and_none_counts_twice(console, operator):
    client = console.client()
    try_in(client)
    shown = client.get("/console/account").text
    secret = shown.split("<code>")[1].split("</code>")[0]
    assert "data:image/svg+xml;base64," in shown
    now = int(console.clock.now // 30)
    assert "动态码不对" in send(client, "/console/account/totp", code="12").text
    on = send(client, "/console/account/totp", code=totp.code_at(secret, now))
    assert leads_to(on)[1] == {"done": ["totp-on"]}
    assert secret not in client.get("/console/account").text

    assert try_in(console.client()).status_code == 401
    assert try_in(console.client(), code=totp.code_at(secret, now)).status_code == 401
    console.clock.now += 60
    fresh = totp.code_at(secret, now + 2)
    assert leads_to(try_in(console.client(), code=fresh))[0] == "/console/"
    assert try_in(console.client(), code=fresh).status_code == 401

    assert "不对" in send(client, "/console/account/totp/off", old="x").text
    send(client, "/console/account/totp/off", old=PASSWORD)
    assert leads_to(try_in(console.client()))[0] == "/console/"


# RFC 6238, appendix B: its SHA-1 rows, of which these are the last six digits.
RFC_6238 = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}


@pytest.mark.parametrize(("moment", "code"), RFC_6238.items())
def test_codes_are_those_of_the_standard(moment, code):
    secret = totp.new_secret(b"12345678901234567890".hex())

    assert totp.code_at(secret, moment // 30) == code
    assert totp.matching_step(secret, f" {code[:3]} {code[3:]}", moment + 30) == moment // 30
    assert totp.matching_step(secret, code, moment + 90) is None


FIRST = {"name": "审核一号", "subject": RECOMMENDER, "password": NEW, "again": NEW}


def test_the_first_account_is_made_by_its_link_and_only_once(console):
    old, code = links.first_code(console.office), links.first_code(console.office)
    client = console.client()
    assert client.get(f"/console/setup/{old}").status_code == 410
    assert "推荐单位全称" in client.get(f"/console/setup/{code}").text
    for wrong in ({"subject": ""}, {"name": "a b"}, {"again": "x"}):
        again = client.post(f"/console/setup/{code}", data={**FIRST, **wrong})
        assert (again.status_code, "没有成功" in again.text) == (400, True), wrong

    assert leads_to(client.post(f"/console/setup/{code}", data=FIRST))[0] == "/console/"

    assert "审核一号（审核）" in client.get("/console/").text
    for used in (code, old):
        gone = console.client().get(f"/console/setup/{used}")
        assert (gone.status_code, "已经设置好了" in gone.text) == (410, True)
    assert console.client().post(f"/console/setup/{code}", data=FIRST).status_code == 410
    assert links.first_code(console.office) is None
    with console.database.read() as connection:
        [act] = newest(connection, 9)
    assert (act.name, act.act.what) == ("审核一号", "建立第一个账户")


def test_a_link_sets_a_password_once_and_in_time(console, operator):
    def issue() -> str:
        with console.database.write() as connection:
            return links.issue(console.office, connection, operator)

    late = issue()
    console.clock.now += links.LINK_SECONDS
    assert "过期" in console.client().get(f"/console/setup/{late}").text
    code = issue()
    signed_in = console.client()
    try_in(signed_in)
    assert "登录名：<strong>经办一号" in console.client().get(f"/console/setup/{code}").text

    chosen = console.client().post(f"/console/setup/{code}", data={"password": NEW, "again": NEW})

    assert leads_to(chosen) == (SIGN_IN, {"done": ["password"]})
    assert signed_in.get("/console/").status_code == 303
    assert leads_to(try_in(console.client(), password=NEW))[0] == "/console/"
    assert "用过" in console.client().get(f"/console/setup/{code}").text
    assert console.client().get("/console/setup/nonsense").status_code == 410
