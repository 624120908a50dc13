"""The yearly report at the console: what the page counts, and the file that is handed out."""

from __future__ import annotations

import io
import shutil
from urllib.parse import unquote

import docx
import pytest

from bot.console.staff import Role
from knowledge.rules.deadlines.months import Month
from surveys.platforms import records
from surveys.platforms.records import Filed
from surveys.staff.audit import newest
from tests.bot.console.clients import RECOMMENDER, send
from tests.surveys.platforms.invented import said

PAGE = "/console/inspection"


@pytest.fixture
def filed(console):
    """The platform's first report, on time, and one that came late."""
    for month, day in ((4, 8), (5, 20)):
        due = Month(2025, month).plus(1).day(day)
        records.file(console.database, console.mine, Filed(Month(2025, month), due), said())


def test_the_year_before_is_counted_for_the_own_platforms(console, filed):
    page = console.signed_in(Role.AUDITOR).get(PAGE).text

    assert "<h1>2025年度检查情况</h1>" in page
    assert "江城市第1中小企业服务中心" in page
    assert "江城市第2中小企业服务中心" not in page
    assert '<td data-label="应填">10份</td>' in page
    assert '<td data-label="逾期">1份</td>' in page
    assert "检查情况（Word）" not in page  # an auditor takes no files


@pytest.mark.parametrize("year", ["2026", "1999", "x", "²"])
def test_another_year_is_shown_where_there_is_one(console, year):
    page = console.signed_in(Role.OPERATOR).get(f"{PAGE}?year={year}").text

    assert f"<h1>{2026 if year == '2026' else 2025}年度检查情况</h1>" in page


def test_the_report_is_handed_out_under_a_sensible_name_and_put_on_record(console, filed):
    client = console.signed_in(Role.OPERATOR)

    answer = send(client, f"{PAGE}/files/word", year="2025")

    name = unquote(answer.headers["content-disposition"])
    assert name.endswith(f"示范平台检查情况-2025年度-{RECOMMENDER}.docx")
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert "按时1份，逾期1份，没有填报0份，没有记录8份" in text
    with console.database.read() as connection:
        [last] = newest(connection, 1)
    assert (last.act.what, last.act.about) == ("下载检查情况.docx", "2025年度")


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_the_report_of_a_year_that_goes_on_is_a_draft_in_pdf_too(console):
    answer = send(console.signed_in(Role.APPROVER), f"{PAGE}/files/pdf", year="2026")

    assert answer.content.startswith(b"%PDF-")
    assert "（草稿）-2026年度" in unquote(answer.headers["content-disposition"])


@pytest.mark.parametrize(("which", "year"), [("word", "1999"), ("exe", "2025")])
def test_what_does_not_exist_is_not_handed_out(console, which, year):
    answer = send(console.signed_in(Role.OPERATOR), f"{PAGE}/files/{which}", year=year)

    assert answer.status_code == 404
