"""Invitation letters: a page a firm, and a code to scan for each way to answer."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import docx
import pytest

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.inviting import launch
from surveys.campaigns.letters import Invitation, letters
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of

CODE = "abcdefgh-ijklmnop_qrstuv"
TELEGRAM = ("Telegram", f"https://t.me/huiqi_bot?start={CODE}")
WECHAT = ("微信", "http://weixin.qq.com/q/invented")


@pytest.fixture
def survey(database):
    office = office_of(database)
    number, _ = freeze(office, DETAILS, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, date(2026, 7, 1))
    with database.read() as connection:
        return campaigns.find(connection, number)


@pytest.mark.parametrize(
    ("link", "channels", "pictures"),
    [
        ("", (), 0),
        ("https://example.org/s/x", (), 1),
        ("https://example.org/s/x", (TELEGRAM, WECHAT), 3),
        ("", (WECHAT,), 1),
    ],
)
def test_a_letter_has_a_code_for_each_way(survey, link, channels, pictures):
    invitation = Invitation("样例一号有限公司", "甲某", CODE, link, channels)
    document = docx.Document(
        io.BytesIO(letters(survey, [invitation, replace(invitation, firm="样例二号有限公司")]))
    )
    text = "\n".join(each.text for each in document.paragraphs)

    assert len(document.inline_shapes) == 2 * pictures
    assert text.count(CODE) >= 2
    for wanted in ("样例一号有限公司", "样例二号有限公司", "2026-07-01", *(n for n, _ in channels)):
        assert wanted in text
