"""Calling, entering, replacing, deciding, closing and handing out, by several people at once."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from datetime import date
from urllib.parse import unquote

import pytest
from docx import Document

from actions.settings import Settings
from bot.console import audit
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.answering import opened
from surveys.campaigns.calling import entered
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of, personal
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.steps import Step
from tests.bot.campaign_desk import APPROVER, AUDITOR, OPERATOR, PLATFORM, STRANGER, Front
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of

BY_PHONE = {
    "consent": "同意", "speaks_for": "是", "name": "李某某", "position": "经理",
    "phone": "13900009999", "was_served": "接受过", "services": "培训",
    "quality": "满意", "fees": "不适用", "attitude": "满意", "effect": "一般", "overall": "满意",
    "development": "多签了三单",
    "suggestions": "没有", "confirm": "确认",
}  # fmt: skip
FORM = {
    "mode": "phone", "q_consent": "同意", "q_speaks_for": "是，我代表企业", "q_name": "李某某",
    "q_position": "经理", "skip_phone": "1", "q_was_served": "接受过",
    "q_services": ["政策服务", "培训服务"], "q_quality": "满意", "q_fees": "不适用",
    "q_attitude": "很满意", "q_effect": "一般", "q_overall": "满意", "q_development": "多签了三单",
    "q_suggestions": "没有", "confirm": "1",
}  # fmt: skip


@pytest.fixture
def acts(monkeypatch):
    """What was put on record: the trail itself is another package's."""
    kept = []
    monkeypatch.setattr(audit, "record", lambda _, what, about: kept.append((what, about)))
    return kept


@pytest.fixture
def front(database, acts):
    made = Front(office_of(database), Settings(public_url="https://huiqi.example"))
    made.acts = acts
    made.number, _ = freeze(made.office, DETAILS, list_of())
    promise(made.office, made.number, "公开数字")
    draw_firms(made.office, made.number, SEED)
    launch(made.office, made.number, date(2026, 7, 1))
    return made


def asked(front):
    with front.office.database.read() as connection:
        survey = campaigns.find(connection, front.number)
        return [each for each in firms_of(connection, front.office, survey) if each.asked]


def first(front):
    return asked(front)[0]


def who(front, firm):
    with front.office.database.read() as connection:
        return personal(connection, front.office, front.number, firm.key)


def at(front, path="", place=1):
    return f"/{front.number}/firms/{place}{path}"


def alert(answer):
    return re.search(r'class="wrong" role="alert">([^<]*)', answer.text)[1]


def seen(front):
    return str(first(front).marks)


def step(front):
    with front.office.database.read() as connection:
        return campaigns.find(connection, front.number).step


def finish(front, firms=None):
    for each in firms or asked(front):
        entered(front.office, front.number, each.key, BY_PHONE, ("phone", "张三"))


def test_a_number_is_seen_only_after_it_was_asked_for_and_that_is_on_record(front):
    firm = first(front)
    phone = who(front, firm)["phone"]
    masked = f"{phone[:3]}****{phone[-4:]}"
    for page in (f"/{front.number}/calls", at(front)):
        shown = front.get(page).text
        assert masked in shown
        assert phone not in shown
    assert front.acts == []

    for answer in (
        front.post(f"/{front.number}/calls", place="1"),
        front.post(at(front, "/contact")),
    ):
        assert phone in answer.text
        assert answer.text.count(f"tel:{phone}") == 1
    assert front.acts == [("查看电话", f"{front.number}/{firm.key}")] * 2
    others = [who(front, each)["phone"] for each in asked(front)[1:]]
    assert not any(each in answer.text for each in others)


def test_a_try_is_recorded_once_however_often_it_is_sent(front):
    form = {"mode": "phone", "found": "unreachable", "seen": seen(front)}

    done = front.post(at(front, "/attempt"), **form)
    again = front.post(at(front, "/attempt"), **form)

    assert "已记录" in done.text
    assert again.status_code == 409
    assert "刚刚有了新的记录" in alert(again)
    assert [(each.mode, each.by, each.found) for each in first(front).attempts] == [
        ("phone", OPERATOR.name, "unreachable")
    ]
    assert "多次联系不上" in again.text


TRIES = [
    ({"mode": "email", "found": ""}, 422, "怎样联系"),
    ({"mode": "", "found": ""}, 422, "怎样联系"),
    ({"mode": "phone", "found": "asleep"}, 409, "没有“asleep”这种结果"),
]


@pytest.mark.parametrize(("form", "status", "says"), TRIES)
def test_a_try_that_is_none_is_told(front, form, status, says):
    answer = front.post(at(front, "/attempt"), seen=seen(front), **form)

    assert answer.status_code == status
    assert says in alert(answer)
    assert first(front).attempts == ()


def test_who_was_called_goes_to_the_end_of_the_list(front):
    name = first(front).name
    front.post(at(front, "/attempt"), mode="phone", found="", seen=seen(front))

    shown = front.get(f"/{front.number}/calls").text

    named = re.findall(r'firms/(\d+)">样例', shown)
    assert named == ["2", "3", "4", "5", "6", "7", "8", "9", "10", "1"]
    assert name in shown


def test_an_interview_is_entered_as_one_form(front):
    answer = front.post(at(front, "/entry"), seen=seen(front), **FORM)

    assert answer.status_code == 200, alert(answer)
    interview = first(front).interview
    assert interview.finished
    assert interview.values["services"] == ("政策服务", "培训服务")
    assert interview.values["phone"] is None
    assert {each.actor for each in interview.answers} == {OPERATOR.name}
    assert "李**" in answer.text
    assert "李某某" not in answer.text


FORMS = {
    "an empty one": ({"mode": "phone"}, "一题也没有填", ""),
    "no mode": ({**FORM, "mode": ""}, "怎样联系", ""),
    "no name": ({**FORM, "q_name": "张经理"}, "有1处要改", "请只写姓名"),
    "no phone": ({**FORM, "skip_phone": "", "q_phone": "123"}, "有1处要改", "没看出是电话号码"),
    "confirmed too early": (
        {"mode": "phone", "q_consent": "同意", "confirm": "1"}, "有1处要改", "还没有全部答完",
    ),
    "beyond the end": (
        {"mode": "phone", "q_consent": "不同意", "q_overall": "满意"}, "要改", "已经结束",
    ),
    "not to be asked": ({**FORM, "q_was_served": ""}, "要改", "不用问"),
}  # fmt: skip


@pytest.mark.parametrize("case", FORMS.values(), ids=FORMS)
def test_nothing_is_kept_of_an_entry_with_problems_and_nothing_typed_is_lost(front, case):
    form, notice, problem = case

    answer = front.post(at(front, "/entry"), seen=seen(front), **form)

    assert answer.status_code == 422
    assert notice in alert(answer)
    assert problem in answer.text
    assert first(front).attempts == ()
    assert first(front).interview is None
    if "q_development" in form:
        assert "多签了三单</textarea>" in answer.text
        assert 'value="培训服务" checked' in answer.text


def test_an_interview_may_be_entered_in_parts(front):
    front.post(at(front, "/entry"), seen=seen(front), mode="phone", q_consent="同意")
    rest = {name: value for name, value in FORM.items() if name != "q_consent"}
    answer = front.post(at(front, "/entry"), seen=seen(front), **rest)

    assert "已记录" in answer.text
    assert first(front).disposition.code == "complete"


def test_of_two_entries_at_once_the_second_is_shown_the_first(front):
    old = seen(front)
    front.post(at(front, "/entry"), seen=old, **FORM)
    front.staff = APPROVER

    answer = front.post(
        at(front, "/entry"), seen=old, mode="visit", q_effect="很满意", reason="更正"
    )

    assert answer.status_code == 409
    assert "刚刚有了新的记录" in alert(answer)
    assert "完成" in answer.text
    assert first(front).interview.values["effect"] == "一般"


def test_a_confirmed_answer_is_changed_with_a_reason(front):
    front.post(at(front, "/entry"), seen=seen(front), **FORM)
    change = {"mode": "phone", "q_effect": "很满意", "confirm": "1"}

    refused = front.post(at(front, "/entry"), seen=seen(front), **change)
    done = front.post(at(front, "/entry"), seen=seen(front), reason="对方来电更正", **change)

    assert refused.status_code == 422
    assert "为什么要改" in refused.text
    assert done.status_code == 200
    assert first(front).interview.confirmed_answers["effect"].value == "很满意"


def test_a_firm_is_replaced_when_it_was_tried_enough(front):
    early = front.post(at(front, "/replace"))
    for mode in ("phone", "phone", "visit"):
        front.post(at(front, "/attempt"), mode=mode, found="unreachable", seen=seen(front))
    done = front.post(at(front, "/replace"))
    again = front.post(at(front, "/replace"))

    assert early.status_code == 422
    assert "不能替换" in alert(early)
    assert done.url.path.endswith("/calls")
    assert [each.place for each in asked(front)] == list(range(1, 12))
    assert again.status_code == 409
    assert "已经替换过" in alert(again)
    assert ("替换企业", f"{front.number}/{first(front).key}") in front.acts


def test_a_link_is_shown_on_the_press_alone(front):
    code = code_of(front.office, front.number, first(front).key)

    pressed = front.post(at(front, "/link"))

    assert f"https://huiqi.example/s/{code}" in pressed.text
    assert "data:image/png;base64," in pressed.text
    assert code not in front.get(at(front)).text
    assert [what for what, _ in front.acts] == ["查看邀请链接"]
    finish(front, [first(front)])
    assert front.post(at(front, "/link")).status_code == 409


def test_where_no_public_address_is_set_a_link_to_try_it_out_is_shown(front):
    front.settings = Settings()

    pressed = front.post(at(front, "/link"))

    assert f"http://desk/s/{code_of(front.office, front.number, first(front).key)}" in pressed.text
    assert "HUIQI_PUBLIC_URL" in pressed.text
    assert "含二维码" not in front.get(f"/{front.number}").text


def test_what_was_not_confirmed_is_told_to_be_unfinished(front):
    front.post(at(front, "/entry"), seen="0", **{k: v for k, v in FORM.items() if k != "confirm"})

    assert "还没有确认，不算完成" in front.get(at(front)).text


def test_the_way_on_from_the_draw_is_shown_until_it_was_taken(front):
    number, _ = freeze(front.office, DETAILS, list_of())
    promise(front.office, number, "公开数字")
    draw_firms(front.office, number, SEED)

    assert "下一步：发出邀请" in front.get(f"/{number}/draw").text
    assert "下一步：发出邀请" not in front.get(f"/{front.number}/draw").text


def test_letters_are_for_those_who_have_not_answered(front):
    finish(front, asked(front)[:3])

    answer = front.post(f"/{front.number}/letters")

    text = "\n".join(each.text for each in Document(io.BytesIO(answer.content)).paragraphs)
    assert text.count("https://huiqi.example/s/") == 7
    assert unquote(answer.headers["content-disposition"]).endswith(f"邀请信-{front.number}.docx")
    assert ("下载邀请信", front.number) in front.acts


def test_the_progress_counts_everybody(front):
    finish(front, asked(front)[:4])
    front.post(at(front, "/attempt", 5), mode="phone", found="refused", seen="0")

    shown = front.get(f"/{front.number}").text

    assert re.search(
        r"<svg.*完成</text>.*4家</text>.*拒绝</text>.*1家</text>.*5家</text>", shown, re.S
    )
    assert "<strong>40%</strong>" in shown
    assert 'style="' not in shown


def doubt(front):
    firm = first(front)
    finish(front, [firm])
    opened(front.office, code_of(front.office, front.number, firm.key), "tg:b")


def test_a_case_is_decided_with_a_reason_and_once(front):
    doubt(front)
    page = f"/{front.number}/doubts"
    shown = front.get(page).text
    assert "又有人用同一邀请码进入" in shown
    [case] = re.findall(rf"{page}/\d+", shown)

    empty = front.post(case, decision=" ")
    done = front.post(case, decision="以第一份为准")
    late = front.post(case, decision="以第二份为准")

    assert (empty.status_code, done.status_code, late.status_code) == (422, 200, 409)
    assert "以第一份为准" in done.text
    assert "以第二份为准" not in late.text
    assert front.post(f"{page}/abc", decision="x").status_code == 404


def test_closing_is_asked_about_first_and_done_once(front):
    finish(front, asked(front)[:9])
    asks = front.get(f"/{front.number}/close")
    assert "还差1家" in asks.text
    assert step(front) is Step.RUNNING

    front.post(f"/{front.number}/close")
    again = front.post(f"/{front.number}/close")

    assert step(front) is Step.CLOSED
    assert again.status_code == 409
    assert "不能重来" in alert(again)
    assert "已截止" in front.get(f"/{front.number}/close").text


LATE = [
    ("/attempt", {"mode": "phone", "found": ""}),
    ("/entry", FORM),
    ("/replace", {}),
    ("/link", {}),
]


@pytest.mark.parametrize(("path", "form"), LATE)
def test_after_the_closing_a_firm_is_left_alone(front, path, form):
    old = seen(front)
    front.post(f"/{front.number}/close")

    answer = front.post(at(front, path), seen=old, **form)

    assert answer.status_code == 409
    assert alert(answer)
    assert first(front).attempts == ()


def test_results_are_told_in_words_and_pictures(front):
    finish(front)

    shown = front.get(f"/{front.number}/results").text

    assert "至少92家满意" in re.sub(r"\s", "", shown) or "据此可以有95%的把握说" in shown
    assert re.search(r"名单上的120家里，满意的有\d+至\d+家", shown)
    assert shown.count("<svg") == 3
    assert "李某某" not in shown
    assert "13900009999" not in shown
    assert 'style="' not in shown


FILES = {
    "form": ("推荐表", ".docx", b"PK"),
    "pdf": ("推荐表", ".pdf", b"%PDF"),
    "rows": ("抽样企业", ".xlsx", b"PK"),
    "evidence": ("证据包", ".zip", b"PK"),
    "record": ("测评记录", ".json", b"{"),
}


@pytest.mark.parametrize("which", FILES)
def test_files_have_sensible_names_and_are_on_record(front, which):
    if which == "pdf" and not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    what, ending, begins = FILES[which]
    finish(front)
    for path in ("close", "record"):
        front.post(f"/{front.number}/{path}")

    answer = front.post(f"/{front.number}/files/{which}")

    name = f"{what}-样例服务平台有限公司-{front.number}{ending}"
    assert unquote(answer.headers["content-disposition"]).endswith(f"''{name}")
    assert answer.content.startswith(begins)
    assert front.acts[-1] == (f"下载{what}{ending}", front.number)


def test_a_draft_says_so_and_the_evidence_holds(front):
    draft = front.post(f"/{front.number}/files/evidence")

    assert "（草稿）" in unquote(draft.headers["content-disposition"])
    with zipfile.ZipFile(io.BytesIO(draft.content)) as bundle:
        assert json.loads(bundle.read("record.json"))["closed_at"] is None
    with front.office.database.read() as connection:
        assert chain.first_broken(connection) is None
    assert front.post(f"/{front.number}/files/secrets").status_code == 404


def test_the_end_takes_two_persons_where_that_is_set(front):
    front.settings = Settings(two_persons="on")
    finish(front)
    front.post(f"/{front.number}/close")
    asks = front.post(f"/{front.number}/record")
    request = re.search(r'name="request" value="(\d+)"', asks.text)[1]
    assert step(front) is Step.CLOSED
    assert front.post(f"/{front.number}/confirm", request=request).status_code == 422
    front.staff = APPROVER

    front.post(f"/{front.number}/confirm", request=request)

    assert step(front) is Step.RECORDED


LOOKS = ["", "/calls", "/firms/1", "/doubts", "/results", "/close"]
ACTS = [
    "/calls", "/letters", "/firms/1/contact", "/firms/1/link", "/firms/1/attempt",
    "/firms/1/entry", "/firms/1/replace", "/doubts/1", "/close", "/record", "/files/form",
]  # fmt: skip


@pytest.mark.parametrize("path", LOOKS)
@pytest.mark.parametrize(
    ("staff", "status"),
    [(APPROVER, 200), (AUDITOR, 200), (PLATFORM, 403), (STRANGER, 404)],
    ids=lambda each: getattr(each, "name", each),
)
def test_who_may_look(front, staff, status, path):
    front.staff = staff

    assert front.get(f"/{front.number}{path}").status_code == status


@pytest.mark.parametrize("path", ACTS)
@pytest.mark.parametrize(
    ("staff", "status"),
    [(AUDITOR, 403), (PLATFORM, 403), (STRANGER, 404)],
    ids=lambda each: getattr(each, "name", each),
)
def test_who_may_not_act(front, staff, status, path):
    doubt(front)
    with front.office.database.read() as connection:
        before = chain.head(connection, front.number)
    front.staff = staff

    answer = front.post(f"/{front.number}{path}", place="1", decision="x", mode="phone")

    assert answer.status_code == status
    with front.office.database.read() as connection:
        assert chain.head(connection, front.number) == before
    assert front.acts == []


def test_an_auditor_sees_everything_masked_and_nothing_to_press(front):
    finish(front)
    words = {
        "mode": "phone",
        "q_suggestions": "请打13900008888找我",
        "reason": "补充",
        "confirm": "1",
    }
    front.post(at(front, "/entry"), seen=seen(front), **words)
    assert "13900008888" in front.get(f"/{front.number}/results").text
    front.staff = AUDITOR

    for path in LOOKS:
        shown = front.get(f"/{front.number}{path}").text
        assert "<form" not in shown.partition("<main")[2], path
        for said in ("李某某", "13900009999", "13900008888", who(front, first(front))["phone"]):
            assert said not in shown, path
    assert "[号码]" in front.get(f"/{front.number}/results").text


def test_firms_that_nobody_asks_are_not_there(front):
    for place in ("11", "0", "999999999999", "x"):
        assert front.get(at(front, place=place)).status_code == 404
