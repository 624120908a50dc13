"""The self-check as a page: a filled form is answered with a report, the rest with a sentence."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import unquote

import docx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from bot.regulation_pages.self_check import PATH, SelfCheck
from surveys.forms.application_form import application_form
from surveys.uploads import MOST_BYTES
from tests.surveys.forms.filling import filled_paper
from tests.surveys.frame_files import csv_bytes, firm, repacked, rows_of, xlsx_bytes


@pytest.fixture
def client():
    def show(error, status):
        return PlainTextResponse(error, status)

    page = SelfCheck(show, lambda: date(2026, 3, 5))
    return TestClient(Starlette(routes=page.routes()))


def sent(client, data, name="申请报告.docx"):
    return client.post(PATH, files={"file": (name, data)})


def test_a_filled_form_is_answered_with_the_report_on_it(client):
    answer = sent(client, filled_paper())

    assert answer.status_code == 200
    name = unquote(answer.headers["content-disposition"])
    assert name.endswith("-2026-03-05.docx")
    assert "申报条件自查报告-" in name
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)
    assert text.startswith("申报条件自查报告")
    assert "结论：" in text
    assert "第五条" in text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"x" * 100, 400),
        (application_form(), 400),
        (xlsx_bytes(rows_of([firm(1)])), 400),
        (csv_bytes(rows_of([firm(1)])), 400),
        (repacked(filled_paper(), **{"word/document.xml": b"<!DOCTYPE x [<!ENTITY e 'a'>]>"}), 400),
        (b"PK" + bytes(MOST_BYTES), 413),
    ],
    ids=["empty", "junk", "a blank", "a list", "a text", "a document type", "too large"],
)
def test_what_is_no_filled_form_gets_a_sentence(client, data, status):
    answer = sent(client, data)

    assert answer.status_code == status
    assert answer.text.endswith("。")
    assert "content-disposition" not in answer.headers


def test_without_a_file_it_is_asked_for(client):
    assert client.post(PATH, data={"file": "x"}).text == "没有收到文件，请重新选择后再发。"
    assert client.get(PATH).status_code == 200
