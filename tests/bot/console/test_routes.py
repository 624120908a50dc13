"""Every page of the console for every role, and for nobody: the table in routes.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.console.pages import PAGES
from bot.console.staff import Role
from tests.bot.console.clients import leads_to, send

LETTERS = {
    "o": Role.OPERATOR,
    "a": Role.APPROVER,
    "u": Role.AUDITOR,
    "p": Role.PLATFORM,
}
TABLE: dict[str, str] = yaml.safe_load(Path(__file__).with_name("routes.yaml").read_text("utf-8"))
ROWS = [(*row.split(), {LETTERS[each] for each in may}) for row, may in TABLE.items()]

PART = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'


def test_every_page_is_in_the_table_with_who_may_open_it():
    assert {f"{page.method} {page.path}": set(page.may) for page in PAGES} == {
        f"{method} {path}": may for method, path, may in ROWS
    }


def address(console, path: str) -> str:
    """The path with things that exist in place of its parameters."""
    return path.replace("{key}", console.mine).replace("{number}", "1")


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_its_pages_and_no_other(console, role):
    client = console.signed_in(role)
    for method, path, may in ROWS:
        if path == "/console/sign-out":
            continue
        where = address(console, path)
        answered = client.get(where) if method == "GET" else send(client, where)

        if role in may:
            assert answered.status_code not in (401, 403, 500), (method, path)
            assert "sign-in" not in answered.headers.get("location", "")
        else:
            assert (answered.status_code, "不是您的角色" in answered.text) == (403, True), path


def test_nobody_sees_anything_before_signing_in(console):
    client = console.client()
    for method, path, _ in ROWS:
        answered = client.request(method, address(console, path))

        assert leads_to(answered)[0] == "/console/sign-in", path
        assert answered.content == b""


def test_no_form_counts_without_the_token_of_its_session(console):
    """Nor with the token of somebody else's."""
    client = console.signed_in(Role.APPROVER)
    other = console.signed_in(Role.APPROVER, "another")
    for method, path, _ in ROWS:
        if method == "GET":
            continue
        where = address(console, path)
        for stranger in ({}, {"csrf": ""}, {"csrf": "密"}):
            assert client.post(where, data={"a": "b", **stranger}).status_code == 403, path
    token = other.get("/console/account").text.split('name="csrf" value="')[1].split('"')[0]
    refused = client.post("/console/sign-out", data={"csrf": token})
    assert (refused.status_code, "刷新" in refused.text) == (403, True)
    assert client.get("/console/").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://testserver"}, 303),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({}, 303),
    ],
)
def test_no_form_of_another_site_counts(console, headers, status):
    client = console.signed_in(Role.APPROVER)
    token = client.get("/console/account").text.split('name="csrf" value="')[1].split('"')[0]

    sent = client.post("/console/sign-out", data={"csrf": token}, headers=headers)

    assert sent.status_code == status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"x" * (65 * 1024), "application/x-www-form-urlencoded", 413),
        (b"nonsense", "multipart/form-data", 400),
        (PART * 1001 + b"--x--\r\n", "multipart/form-data; boundary=x", 400),
    ],
    ids=["json", "no type", "too long", "no boundary", "too many fields"],
)
def test_what_is_no_form_is_refused_in_a_sentence(console, body, kind, status):
    client = console.signed_in(Role.APPROVER)

    refused = client.post("/console/sign-out", content=body, headers={"content-type": kind})

    assert (refused.status_code, "<h1>提示</h1>" in refused.text) == (status, True)


def test_what_does_not_exist_is_said_in_words(console):
    for client in (console.client(), console.signed_in(Role.OPERATOR)):
        missing = client.get("/console/nowhere")
        assert (missing.status_code, "没有这个页面" in missing.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("platforms/%00", 404),
        ("platforms/..%2F..", 404),
        ("platforms/{key}?year=²", 200),
        ("platforms/{key}?year=٢٠٢٦", 200),
        ("platforms/{key}?done=<b>", 200),
        ("audit?before=²", 200),
        ("audit?before=99999999999999999999", 200),
        ("sign-in?next=%0d%0aSet-Cookie:x", 303),
        ("setup/%00", 410),
    ],
)
def test_odd_addresses_are_answered_in_order(console, path, status):
    client = console.signed_in(Role.APPROVER)

    answered = client.get("/console/" + path.replace("{key}", console.mine))

    assert answered.status_code == status
    assert "<b>" not in answered.text
    assert "set-cookie" not in answered.headers


@pytest.mark.parametrize("number", ["999999999999999999999", "x", "²", "-1", ""])
def test_odd_numbers_are_refused_in_a_sentence(console, number):
    client = console.signed_in(Role.APPROVER)
    one = f"/console/platforms/{console.mine}"

    assert send(client, f"{one}/events/withdraw", number=number).status_code == 400
    if number:
        assert send(client, f"/console/reminders/{number}/end").status_code == 404
