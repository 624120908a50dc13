"""Files handed in by chat, through the trained model: forms, lists, and what is neither."""

from __future__ import annotations

import secrets
import time
from http import HTTPStatus

import pytest

from actions.settings import read_settings
from bot.files import LONGEST_NAME, shown_name
from surveys.database import Database
from surveys.platforms import bindings, register
from surveys.platforms.register import Said
from surveys.uploads import MOST_BYTES
from tests.bot.talking import Chat
from tests.surveys.forms.filling import filled_paper
from tests.surveys.frame_files import csv_bytes, firm, rows_of, xlsx_bytes
from tests.surveys.platforms.invented import entry

pytestmark = pytest.mark.stack
FIRMS = [firm(number) for number in range(1, 121)]


class Handing(Chat):
    """A person on the chat page who also sends files."""

    def hands_in(self, name: str, data: bytes, own_id: str = "") -> str:
        response = self.send(name, data, own_id)
        return self._heard(response)

    def send(self, name: str, data: bytes, own_id: str = ""):
        form = {"id": own_id or secrets.token_hex(8)}
        return self.http.post("/api/chat/file", data=form, files={"file": (name, data)})


@pytest.fixture
def chat(stack_url):
    person = Handing(stack_url)
    yield person
    person.http.close()


@pytest.fixture
def database(request):
    stack = request.getfixturevalue("stack")
    opened = Database(read_settings(stack.environ).database_url)
    yield opened
    opened.close()


def test_a_filled_form_answers_the_check_and_only_the_rest_is_asked(chat):
    told = chat.hands_in("申请报告.docx", filled_paper())
    assert "已经填进这次核对" in told
    assert "专职人员" in chat.says("看我的回答")
    assert "改成" in chat.says("专职人员改成30")


def test_a_list_is_checked_row_by_row_for_anybody(chat):
    rows = rows_of(FIRMS)
    rows.append((*rows[5][:4], "1390000", rows[5][5]))
    told = chat.hands_in("企业名单.csv", csv_bytes(rows, "gbk"))
    assert "可用企业120家，1行未采用" in told
    assert "第122行" in told
    assert not chat.last["buttons"]


def test_a_recommender_makes_a_survey_from_a_list(chat, database):
    own = entry(int(time.time()) % 1_000_000, recommender=f"样例省{secrets.token_hex(3)}厅")
    register.add(database, own, Said("测试", time.time()))
    code = bindings.issue(database, "recommender", own.recommender, secrets.choice, time.time())
    chat.says(f"绑定 {code}")

    assert "点是哪个平台" in chat.hands_in("名单.xlsx", xlsx_bytes(rows_of(FIRMS)))
    button = f"为{own.name}新建测评"[:40]
    told = chat.presses(button)
    assert "已建好：名单120家" in told
    assert "作出承诺" in chat.says("发起测评，作出承诺，种子来自双色球2026140期开奖号码")


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("照片.jpg", b"\xff\xd8\xff\xe0" + b"0" * 200, "图片"),
        ("坏了.docx", b"PK\x03\x04" + b"0" * 200, "损坏"),
        ("十来家.csv", csv_bytes(rows_of(FIRMS[:9])), "不足10家"),
        ("没有表头.csv", csv_bytes([("甲", "乙"), ("1", "2")]), "企业名称"),
    ],
)
def test_what_cannot_be_used_gets_a_sentence(chat, name, data, told):
    assert told in chat.hands_in(name, data)


def test_a_file_sent_twice_is_read_once(chat):
    data = csv_bytes(rows_of(FIRMS))
    first = chat.hands_in("名单.csv", data, "the-same")
    assert chat.hands_in("名单.csv", data, "the-same") == first
    [shown] = [
        line
        for line in chat.http.get("/api/chat/history").json()["messages"]
        if line["from"] == "me"
    ]
    assert shown["text"] == "📎 名单.csv"


def test_files_beyond_the_bounds_are_refused(chat):
    assert chat.send("大.xlsx", b"0" * (MOST_BYTES + 1)).status_code == (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    )
    assert chat.send("空.csv", b"").status_code == HTTPStatus.BAD_REQUEST
    answer = chat.http.post("/api/chat/file", data={"id": "x"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "文件" in answer.json()["error"]


def test_names_are_safe_to_show():
    assert shown_name("..\\..\\名单\u202e.csv") == "名单.csv"
    assert shown_name("/a/b/") == "文件"
    assert len(shown_name("长" * 500 + ".xlsx")) == LONGEST_NAME
