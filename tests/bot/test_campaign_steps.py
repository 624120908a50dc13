"""A survey at the console from the list to the launch, by people who make mistakes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from openpyxl import Workbook

from actions.settings import Settings
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.steps import Step
from tests.bot.campaign_desk import APPROVER, AUDITOR, OPERATOR, PLATFORM, STRANGER, Front
from tests.surveys.frame_files import csv_bytes, firm, repacked, rows_of, saved, xlsx_bytes
from tests.surveys.surveys import SEED, list_of, office_of

NEW = {"platform": "样例服务平台有限公司", "size": "10", "source": "平台提交的附件2第八栏"}


@pytest.fixture
def front(database):
    return Front(office_of(database))


def send(front, data, name="名单.csv", **changed):
    return front.post("/new", files={"file": (name, data)}, **{**NEW, **changed})


def made(front, data=None, **changed):
    """A survey whose list is frozen; its number."""
    shown = send(front, data or list_of(), **changed)
    done = front.ask("POST", shown.url.path)
    assert done.status_code == 200, done.text
    return done.url.path.rpartition("/")[2]


def drawn(front):
    number = made(front)
    front.post(f"/{number}/commit", seed_source="双色球2026140期开奖号码")
    front.post(f"/{number}/draw", seed=SEED)
    return number


def step_of(front, number):
    with front.office.database.read() as connection:
        return campaigns.find(connection, number).step


def test_a_survey_goes_from_its_list_to_the_launch(front):
    number = made(front)

    committed = front.post(f"/{number}/commit", seed_source="双色球2026140期开奖号码")
    with front.office.database.read() as connection:
        promised = campaigns.find(connection, number).commitment
    assert f'<p class="hash">{promised.sha256}</p>' in committed.text
    result = front.post(f"/{number}/draw", seed=SEED)
    assert result.url.path.endswith(f"/{number}/draw")
    assert "这里不能重抽" in result.text
    assert "名单120家" in result.text
    launched = front.post(f"/{number}/launch", closes_on="2026-07-01")

    assert step_of(front, number) is Step.RUNNING
    assert "正在访问" in launched.text
    with front.office.database.read() as connection:
        assert chain.first_broken(connection) is None


def test_the_files_of_the_draw_check_themselves(front, tmp_path):
    number = drawn(front)
    for path, name in ((f"/{number}/protocol.json", "p.json"), ("/verify_draw.py", "v.py")):
        (tmp_path / name).write_bytes(front.get(path).content)

    checked = subprocess.run(
        [sys.executable, "-I", "v.py", "p.json"], cwd=tmp_path, capture_output=True, check=False
    )

    assert checked.returncode == 0, checked.stderr
    shown = re.findall(r'<code class="ticket">(\w{64})', front.get(f"/{number}/draw").text)
    protocol = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    tickets = [each["ticket"] for each in (*protocol["sample"], *protocol["reserves"])]
    assert shown == tickets == sorted(tickets)


def with_program():
    return repacked(xlsx_bytes(rows_of(map(firm, range(1, 20)))), **{"xl/vbaProject.bin": b"x"})


def empty_book():
    return saved(Workbook())


REFUSED = {
    "nothing chosen": (lambda: b"", "", "请选择名单文件"),
    "empty": (lambda: b"", "名单.csv", "文件是空的"),
    "macros": (with_program, "名单.xlsm", "带有宏"),
    "macros under another name": (with_program, "名单.xlsx", "带有宏"),
    "not a zip": (lambda: b"PK\x03\x04 and then nothing", "名单.xlsx", "已损坏"),
    "a pdf": (lambda: b"%PDF-1.7 ...", "名单.xlsx", "PDF"),
    "too large": (lambda: b"a" * (5 * 2**20 + 1), "名单.csv", "超过5MB"),
    "a bomb": (
        lambda: repacked(xlsx_bytes([["企业名称"]]), **{"xl/media/a.bin": bytes(101 * 2**20)}),
        "名单.xlsx",
        "解开后过大",
    ),
    "no header": (lambda: csv_bytes([("甲", "乙"), ("1", "2")]), "名单.csv", "表头"),
    "an empty book": (empty_book, "名单.xlsx", "表头"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_list_is_refused_with_what_was_typed(front, case):
    data, name, says = case

    answer = send(front, data(), name, platform="某平台有限公司")

    assert answer.status_code == 422
    assert says in re.search(r'role="alert">([^<]*)', answer.text)[1]
    assert 'value="某平台有限公司"' in answer.text


FEW = {
    "no rows": (lambda: csv_bytes(rows_of([])), {}, "可用的企业只有0家"),
    "nine firms": (lambda: list_of(9), {}, "可用的企业只有9家"),
    "fewer than are drawn": (lambda: list_of(12), {"size": "13"}, "可用的企业只有12家"),
}


@pytest.mark.parametrize("case", FEW.values(), ids=FEW)
def test_a_list_that_is_too_short_is_shown_and_cannot_be_frozen(front, case):
    data, changed, says = case

    shown = send(front, data(), **changed)

    assert shown.status_code == 422
    assert says in re.search(r'role="alert">([^<]*)', shown.text)[1]
    assert "名单定稿" not in shown.text
    assert front.ask("POST", shown.url.path).status_code == 422
    assert "没有测评" in front.get("").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_of_either_encoding_is_read(front, encoding):
    shown = send(front, csv_bytes(rows_of(map(firm, range(1, 121))), encoding))

    assert "样例7号科技有限公司" in shown.text
    assert "120家" in shown.text


def test_a_name_is_shown_as_it_was_written(front):
    number = made(front, platform="<b>某&平台</b>")

    for path in ("", f"/{number}"):
        assert "&lt;b&gt;某&amp;平台&lt;/b&gt;" in front.get(path).text


WRONG = {
    "no name": ({"platform": ""}, "请填写示范平台"),
    "nine": ({"size": "9"}, "不少于10"),
    "no number": ({"size": "十家"}, "不少于10"),
    "a wrong code": ({"platform_code": "9133"}, "应为18位"),
    "no source": ({"source": " "}, "从哪里来"),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG)
def test_what_is_typed_wrong_is_told(front, case):
    answer = send(front, list_of(), **case[0])

    assert answer.status_code == 422
    assert case[1] in answer.text


def test_each_row_that_is_not_taken_says_its_number_why_and_how_to_mend_it(front):
    firms = [firm(number) for number in range(1, 31)]
    firms[4] = replace(firms[4], phone="1390000")
    firms[6] = replace(firms[6], name="")
    firms[8] = firms[7]
    shown = send(front, csv_bytes(rows_of(firms))).text

    text = re.sub(r"<[^>]+>|\s+", " ", shown)
    assert re.search(r"第6行 .*139\*\*00 .*电话有误 .*核对后重填", text)
    assert "1390000<" not in shown
    assert re.search(r"第8行 .*缺名称 .*补上企业名称", text)
    assert re.search(r"第10行 .*重复 .*与第9行相同", text)


def test_the_same_list_once_more_is_noticed(front):
    first = send(front, list_of())
    again = send(front, list_of())

    assert first.url.path == again.url.path
    assert "与上次上传的一样" in again.text
    front.ask("POST", first.url.path)
    assert "用的是同一份名单" in send(front, list_of(), platform="另一平台").text


def test_two_presses_freeze_one_list(front):
    path = send(front, list_of()).url.path

    pages = {front.ask("POST", path).url.path for _ in range(2)}

    assert len(pages) == 1
    with front.office.database.read() as connection:
        assert len(campaigns.all_of(connection)) == 1


def test_a_list_is_kept_for_a_day(front):
    path = send(front, list_of()).url.path
    front.office.now.now += 25 * 3600

    assert front.ask("GET", path).status_code == 404


STALE = [
    ("commit", {"seed_source": "别的来源"}, "不能重来"),
    ("draw", {"seed": "另一个种子"}, "不能重来"),
]


@pytest.mark.parametrize(("act", "form", "says"), STALE)
def test_a_step_that_is_past_is_told_with_the_page_as_it_is_now(front, act, form, says):
    number = drawn(front)
    before = front.get(f"/{number}/protocol.json").content

    answer = front.post(f"/{number}/{act}", **form)

    assert answer.status_code == 409
    assert says in re.search(r'role="alert">([^<]*)', answer.text)[1]
    assert "已抽取10家" in answer.text
    assert front.get(f"/{number}/protocol.json").content == before


EARLY = [
    ("draw", {"seed": "1 2 3"}, 409, "先作出承诺"),
    ("launch", {"closes_on": "2026-07-01"}, 409, "先抽取"),
    ("commit", {"seed_source": " "}, 422, "写明种子将来自哪里"),
]


@pytest.mark.parametrize(("act", "form", "status", "says"), EARLY)
def test_a_step_that_is_not_due_is_told(front, act, form, status, says):
    number = made(front)

    answer = front.post(f"/{number}/{act}", **form)

    assert answer.status_code == status
    assert says in answer.text
    assert step_of(front, number) is Step.DRAFT


@pytest.mark.parametrize("day", ["2020-01-01", "明天", ""])
def test_a_day_on_which_nothing_can_close_is_told(front, day):
    number = drawn(front)

    answer = front.post(f"/{number}/launch", closes_on=day)

    assert answer.status_code == 422
    assert step_of(front, number) is Step.DRAWN


@pytest.fixture
def guarded(database):
    return Front(office_of(database), Settings(two_persons="on"))


def request_of(front, number):
    found = re.search(r'name="request" value="(\d+)"', front.get(f"/{number}").text)
    return found[1] if found else ""


def test_a_launch_takes_two_persons(guarded):
    number = drawn(guarded)
    guarded.post(f"/{number}/launch", closes_on="2026-07-01")
    request = request_of(guarded, number)
    assert step_of(guarded, number) is Step.DRAWN
    assert guarded.post(f"/{number}/confirm", request=request).status_code == 422
    guarded.staff = APPROVER
    assert "经办甲" in guarded.get(f"/{number}").text

    guarded.post(f"/{number}/confirm", request=request)

    assert step_of(guarded, number) is Step.RUNNING
    with guarded.office.database.read() as connection:
        kinds = [each["kind"] for each in chain.links(connection, number)]
    assert kinds[-3:] == ["asked", "confirmed", "launch"]
    assert guarded.post(f"/{number}/confirm", request=request).status_code == 409


def test_who_asked_does_not_confirm(guarded):
    guarded.staff = APPROVER
    number = drawn(guarded)
    guarded.post(f"/{number}/launch", closes_on="2026-07-01")
    request = request_of(guarded, number)

    answer = guarded.post(f"/{number}/confirm", request=request)

    assert answer.status_code == 422
    assert "两个人" in answer.text
    assert step_of(guarded, number) is Step.DRAWN


def test_only_what_was_seen_is_confirmed(guarded):
    number = drawn(guarded)
    guarded.post(f"/{number}/launch", closes_on="2026-07-01")
    seen = request_of(guarded, number)
    guarded.post(f"/{number}/launch", closes_on="2026-09-09")
    guarded.staff = APPROVER

    answer = guarded.post(f"/{number}/confirm", request=seen)

    assert answer.status_code == 409
    assert "2026-09-09" in answer.text
    assert step_of(guarded, number) is Step.DRAWN


def test_a_request_can_be_refused(guarded):
    number = drawn(guarded)
    guarded.post(f"/{number}/launch", closes_on="2026-07-01")
    guarded.staff = APPROVER
    guarded.post(f"/{number}/refuse", request=request_of(guarded, number))

    assert request_of(guarded, number) == ""
    assert step_of(guarded, number) is Step.DRAWN


LOOKS = ["", "/draw", "/protocol.json", "/questionnaire"]
ACTS = ["/commit", "/draw", "/launch", "/confirm", "/refuse"]


@pytest.mark.parametrize("path", LOOKS)
@pytest.mark.parametrize(
    ("staff", "status"),
    [(OPERATOR, 200), (APPROVER, 200), (AUDITOR, 200), (PLATFORM, 403), (STRANGER, 404)],
    ids=lambda each: getattr(each, "name", each),
)
def test_who_may_look(front, staff, status, path):
    number = drawn(front)
    front.staff = staff

    assert front.get(f"/{number}{path}").status_code == status


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize(
    ("staff", "status"),
    [(AUDITOR, 403), (PLATFORM, 403), (STRANGER, 404)],
    ids=lambda each: getattr(each, "name", each),
)
def test_who_may_not_act(front, staff, status, path):
    number = drawn(front)
    front.staff = staff

    answer = front.post(f"/{number}{path}", seed="1", seed_source="x", closes_on="2026-07-01")

    assert answer.status_code == status


def test_a_list_of_another_recommender_is_not_there(front):
    path = send(front, list_of()).url.path
    front.staff = STRANGER

    assert front.ask("GET", path).status_code == 404
    assert front.ask("POST", path).status_code == 404
    assert "样例服务平台" not in front.get("").text
