"""The regulation as pages: verbatim, linked, searched, compared; nothing in a text is markup."""

from __future__ import annotations

import html
import re
from http import HTTPStatus
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from actions.settings import Settings
from bot.regulation_pages import RegulationPages
from bot.regulation_pages.addresses import address, named
from bot.regulation_pages.runs import linked, marked
from knowledge import library
from knowledge.library import load_shipped
from knowledge.units import SHIPPED
from surveys.database import Database
from surveys.platforms import register
from tests.surveys.platforms.invented import entry, said

REGULATION = load_shipped()
UNITS = [unit.id for unit in REGULATION.citable()]
_TAG = re.compile("<[^>]+>")
_LINK = re.compile(r'(?:href|src|action)="([^"#]+)')


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    database = Database(f"sqlite:///{folder / 'huiqi.db'}")
    database.migrate()
    register.add(database, entry(1), said())
    changed = "\n".join(
        unit.text.replace("三年", "五年") for unit in REGULATION.units if unit.parent is None
    )
    (folder / "later.txt").write_text(changed, encoding="utf-8")
    library.add(folder / "regulations", folder / "later.txt", "后来的办法", "2027-01-01")
    pages = RegulationPages(Settings(data_dir=folder), database)
    with TestClient(Starlette(routes=pages.routes())) as opened:
        yield opened
    database.close()


def words(page: str) -> str:
    """What is read on a page, white space aside."""
    body = page.partition("<main")[2].partition("</main>")[0]
    return "".join(html.unescape(_TAG.sub("", body)).split())


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_has_an_address_and_is_shown_verbatim(client, unit):
    where = address(REGULATION, unit)
    assert named(unquote(where.removeprefix("/r/"))) == (SHIPPED, unit)

    answer = client.get(where)

    assert answer.status_code == HTTPStatus.OK
    assert "".join(REGULATION[unit].display.split()) in words(answer.text)


def test_every_link_leads_somewhere(client):
    seen, left = set(), ["/r", "/r/compare", "/search?q=有效期", "/platforms?q=江城"]
    while left:
        where = left.pop()
        seen.add(where)
        answer = client.get(where)
        assert answer.status_code == HTTPStatus.OK, where
        if "text/html" not in answer.headers["content-type"]:
            continue
        for link in map(html.unescape, _LINK.findall(answer.text)):
            is_ours = link.startswith(("/r", "/search", "/forms", "/platforms"))
            if is_ours and link not in seen and link not in left:
                left.append(link)
    assert len(seen) > len(UNITS)


@pytest.mark.parametrize(
    ("said", "unit"), [("20条", "第二十条"), ("附件2第八栏", "附件2#八"), ("第二十条第二款", "")]
)
def test_what_people_write_for_a_unit_leads_to_it(client, said, unit):
    answer = client.get(f"/r/{quote(said)}", follow_redirects=False)
    if unit:
        assert answer.headers["location"] == address(REGULATION, unit)
    else:
        assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize("path", ["第三十五条", "in/nowhere/第一条", "<script>", "附件9", "%00"])
def test_what_is_not_there_is_told(client, path):
    answer = client.get(f"/r/{quote(path)}")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "没有" in words(answer.text)
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("挂了牌之后能用几年", "有效期为三年"),
        ("评上奖励多少钱", "没有"),
        ("第三十五条", "只有三十条"),
        ("", "写一句话"),
        ("字" * 201, "最多200个字"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u0000\u202e%%%", "搜"),
    ],
)
def test_a_search_answers_first_and_never_breaks(client, question, told):
    answer = client.get("/search", params={"q": question})
    assert answer.status_code == HTTPStatus.OK
    assert told in words(answer.text)
    assert "<script>" not in answer.text


def test_what_is_found_is_marked(client):
    page = client.get("/search", params={"q": "专职服务人员要多少"}).text
    assert re.search("<mark>[^<]*专职", page)


def test_two_versions_are_compared(client):
    page = client.get("/r/compare").text
    keys = re.findall('<option value="([^"]+)"', page)
    other = next(key for key in keys if key != SHIPPED)

    compared = client.get("/r/compare", params={"earlier": SHIPPED, "later": other}).text

    assert re.search("<ins><i[^>]*>新增：</i>五", compared)
    assert re.search("<del><i[^>]*>删去：</i>三", compared)
    assert "请选两部不同的办法" in client.get("/r/compare?earlier=draft&later=draft").text


def test_anybody_may_ask_for_a_platform(client):
    assert "推荐单位" in words(client.get("/platforms", params={"q": entry(1).name}).text)
    assert "没有找到" in words(client.get("/platforms", params={"q": "山城生产力促进中心"}).text)


@pytest.mark.parametrize("name", ["recommendation.docx", "application.docx", "self-check.xlsx"])
def test_blank_forms_can_be_had(client, name):
    answer = client.get(f"/forms/{name}")
    assert answer.content.startswith(b"PK")
    assert client.head(f"/forms/{name}").status_code == HTTPStatus.OK
    assert client.get("/forms/other.exe").status_code == HTTPStatus.NOT_FOUND


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=5))
def test_marking_changes_no_letter(text, wanted):
    assert "".join(run.text for run in marked(text, wanted)) == text


@given(st.text(alphabet="第二十条附件12（一）项款见本办法<>&", max_size=80))
def test_linking_changes_no_letter(text):
    assert "".join(run.text for run in linked(REGULATION, text, "")) == text
