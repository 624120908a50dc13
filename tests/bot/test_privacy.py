"""What people tell is nowhere in plain words: not in the database, the log or the figures."""

from __future__ import annotations

import secrets
import time
from datetime import date, timedelta

import httpx
import pytest

from actions.opening import database_of, seal_of
from actions.settings import read_settings
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from tests.bot.talking import Chat
from tests.surveys.frame_files import csv_bytes, firm, rows_of
from tests.surveys.surveys import DETAILS, SEED

pytestmark = pytest.mark.stack

CONTACT, CONTACT_PHONE = "司徒名单", "13812340000"
NAME, PHONE = "欧阳受访", "13987654321"
TOLD, TOLD_PHONE = "上官旁人", "13711112222"
PERSONAL = (CONTACT, CONTACT_PHONE[:7], NAME, PHONE, TOLD, TOLD_PHONE)
ANSWERS = (
    "同意", "是的 我是", NAME, "办公室主任", PHONE, "接受过", "参加过两次培训", "挺好的",
    "没收过费", "很满意", "还行吧", "满意", f"{TOLD}帮我们培训了员工", f"请联系{TOLD}{TOLD_PHONE}",
)  # fmt: skip


@pytest.fixture
def office(stack):
    settings = read_settings(stack.environ)
    database = database_of(settings)
    yield Office(database, seal_of(settings), time.time, lambda: secrets.token_hex(32))
    database.close()


@pytest.fixture
def code(office):
    """The invitation of a firm of a running survey."""
    firms = [
        firm(number, contact=CONTACT, phone=f"{CONTACT_PHONE[:7]}{number:04d}")
        for number in range(1, 121)
    ]
    number, _ = freeze(office, DETAILS, csv_bytes(rows_of(firms)))
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    today = date.fromisoformat(office.moment()[:10])
    launch(office, number, today + timedelta(days=9))
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        return code_of(office, number, firms_of(connection, office, survey)[0].key)


def test_nothing_that_people_told_can_be_read_where_it_is_kept(stack, code):
    chat = Chat(stack.url)
    chat.says(f"邀请码 {code}")
    for text in ANSWERS:
        chat.says(text)
    assert NAME in chat.last["text"]  # everything is read back
    chat.presses("确认")
    chat.says(f"我叫{TOLD}，电话{TOLD_PHONE}，想知道火星上有没有服务机构")
    shown = chat.http.get("/api/chat/history").json()["messages"]
    chat.http.close()

    assert any(TOLD_PHONE in each["text"] for each in shown)  # the person still sees it
    figures = httpx.get(f"{stack.url}/metrics").text
    kept = b"".join(path.read_bytes() for path in (stack.folder / "var").glob("huiqi.db*"))
    assert len(kept) > 100_000
    for words in (*PERSONAL, code):
        assert words.encode() not in kept, words
        assert words not in stack.logged()
        assert words not in figures
