"""A survey from the launch to the hand-out, on both databases, with people as they are."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from datetime import date

import pytest
from docx import Document
from sqlalchemy import select

from surveys import chain
from surveys.campaigns import answering, inviting
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.answering import answered, opened
from surveys.campaigns.calling import entered, replace_firm, tried
from surveys.campaigns.closing import (
    EVIDENCE,
    FORM,
    close_survey,
    exported,
    put_on_record,
    record_of,
)
from surveys.campaigns.doubts import decide, open_doubts
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.errors import NoReserveLeft, NoSuchFirm, WrongDay
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_in, code_of, launch
from surveys.interviews import Message, questionnaire
from surveys.interviews.errors import TooFewAttempts
from surveys.record.recommendation_form import EffectsIn
from surveys.schema import drawn_firm
from tests.surveys.frame_files import csv_bytes
from tests.surveys.surveys import DETAILS, SEED, launched, list_of, office_of

CLOSES = date(2026, 7, 1)
WALK = (
    "同意", "是，我代表企业", "王晓明", "办公室主任", "13900009999", "接受过",
    "参加过培训和政策宣讲", "挺好的", "没收过费", "很满意", "还行吧", "满意",
    "帮我们培训了员工", "没有",
)  # fmt: skip
BY_PHONE = {
    "consent": "同意", "speaks_for": "是", "name": "李某", "position": "经理", "phone": "跳过",
    "was_served": "接受过", "services": "培训", "quality": "满意", "fees": "不适用",
    "attitude": "满意", "effect": "一般", "overall": "满意", "development": "没有",
    "suggestions": "没有", "confirm": "确认",
}  # fmt: skip


@pytest.fixture
def office(database):
    return office_of(database)


@pytest.fixture
def number(office):
    made, _ = freeze(office, DETAILS, list_of())
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, CLOSES)
    return made


def firms(office, number):
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        return [each for each in firms_of(connection, office, survey) if each.asked]


def chain_holds(office):
    with office.database.read() as connection:
        return chain.first_broken(connection) is None


def walk(office, number, firm, contact, words=WALK, confirm=True):
    reply = opened(office, code_of(office, number, firm.key), contact)
    assert not isinstance(reply, str), reply
    for place, text in enumerate(words):
        reply = answered(office, contact, Message(text, f"{contact}-{place}"))
    if confirm:
        reply = answered(office, contact, Message("确认", f"{contact}-confirm"))
    return reply


def test_a_walk_from_invitation_to_confirmation_is_on_the_record(office, number):
    firm = firms(office, number)[0]

    reply = walk(office, number, firm, "web:a")

    assert reply.turn.then == "finished"
    with office.database.read() as connection:
        row = record_of(connection, office, number).finished[0]
    assert (row.name, row.respondent.name) == (firm.name, "王晓明")
    assert row.answers.overall is not None
    assert row.answers.overall.word == "满意"
    assert row.answers.effects == "帮我们培训了员工"
    assert chain_holds(office)


def test_the_same_message_three_times_is_one_answer(office, number):
    firm = firms(office, number)[0]
    opened(office, code_of(office, number, firm.key), "web:a")

    said = [answered(office, "web:a", Message("同意", "7")).says for _ in range(3)]

    assert said[1] == said[2]
    assert len(firms(office, number)[0].interview.answers) == 1


def test_two_messages_at_once_are_both_kept(office, number):
    firm = firms(office, number)[0]
    opened(office, code_of(office, number, firm.key), "web:a")
    both = [
        threading.Thread(target=answered, args=(office, "web:a", Message("同意", str(at))))
        for at in range(2)
    ]
    for each in both:
        each.start()
    for each in both:
        each.join()

    assert set(firms(office, number)[0].interview.seen) == {"0", "1"}
    assert chain_holds(office)


def test_a_questionnaire_published_anew_changes_no_survey_that_runs(
    office, number, monkeypatch, tmp_path
):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a", WALK[:2], confirm=False)
    published = questionnaire.QUESTIONNAIRE.read_text(encoding="utf-8")
    anew = tmp_path / "questionnaire.yaml"
    anew.write_text(published.replace("请问您的姓名？", "您贵姓？"), encoding="utf-8")
    monkeypatch.setattr(questionnaire, "QUESTIONNAIRE", anew)
    questionnaire.shipped.cache_clear()

    try:
        again = answered(office, "web:a", Message("重述", "again"))
        later = launched(office, CLOSES)
        walked = walk(office, later, firms(office, later)[0], "web:b", WALK[:2], confirm=False)
    finally:
        monkeypatch.undo()
        questionnaire.shipped.cache_clear()

    assert "请问您的姓名" in again.says[-1]
    assert "您贵姓" in walked.says[-1]
    for place, text in enumerate((*WALK[2:], "确认")):
        reply = answered(office, "web:a", Message(text, f"then-{place}"))
    assert reply.turn.then == "finished"


def test_an_invitation_is_found_in_what_people_send(office, number):
    code = code_of(office, number, firms(office, number)[0].key)

    assert code_in(f"邀请码 {code}。") == code
    assert code_in(f"https://example.org/s/{code}?from=wx") == code
    assert code_in("邀请码在哪里") == ""


@pytest.mark.parametrize(
    ("code", "says"), [("x" * 24, "没有这个邀请码"), ("", "没有这个邀请码")], ids=["wrong", "empty"]
)
def test_an_unknown_invitation_opens_nothing(office, number, code, says):
    assert says in opened(office, code, "web:a")


def test_reserves_hold_no_invitation(office, number):
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        reserve = next(each for each in firms_of(connection, office, survey) if not each.asked)

    assert "没有这个邀请码" in opened(office, code_of(office, number, reserve.key), "web:a")


def test_entries_of_one_telephone_for_two_firms_are_looked_at_as_in_chat(office, number):
    first, second = firms(office, number)[:2]
    answers = {**BY_PHONE, "phone": "13900001234"}
    entered(office, number, first.key, answers, ("phone", "张三"))
    entered(office, number, second.key, answers, ("visit", "张三"))

    with office.database.read() as connection:
        [found] = open_doubts(connection, office, number)
    assert (found.kind, found.firm) == ("same_phone", second.key)
    assert first.name in found.words


def test_a_replaced_firm_is_not_interviewed_any_more(office, number):
    firm = firms(office, number)[0]
    tried(office, number, firm.key, ("phone", "张三", "closed"))
    replace_firm(office, number, firm.key)

    with pytest.raises(NoSuchFirm, match="已经替换过"):
        entered(office, number, firm.key, BY_PHONE, ("phone", "张三"))
    with pytest.raises(NoSuchFirm, match="已经替换过"):
        tried(office, number, firm.key, ("phone", "张三", ""))
    exported(office, number)


def test_who_answered_for_two_firms_may_come_back_to_the_first(office, number):
    first, second = firms(office, number)[:2]
    walk(office, number, first, "web:agent")
    opened(office, code_of(office, number, second.key), "web:agent")

    assert opened(office, code_of(office, number, first.key), "web:other") == inviting.FINISHED
    back = opened(office, code_of(office, number, first.key), "web:agent")
    assert not isinstance(back, str)
    reply = answered(office, "web:agent", Message("修改第11题", "later"))

    assert reply.firm == first.key
    assert "为什么要改" in reply.says[0]


def test_a_second_person_of_a_finished_firm_is_told_and_looked_at(office, number):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a")

    said = opened(office, code_of(office, number, firm.key), "tg:b")

    assert "一家企业只记一份" in said
    with office.database.read() as connection:
        doubts = open_doubts(connection, office, number)
    assert [each.kind for each in doubts] == ["second_person"]
    decide(office, number, doubts[0].id, "同一企业的同事，以第一份为准")
    with office.database.read() as connection:
        assert open_doubts(connection, office, number) == []


def test_a_forwarded_link_goes_on_where_it_stood_and_is_looked_at(office, number):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a", WALK[:4], confirm=False)

    reply = opened(office, code_of(office, number, firm.key), "tg:b")

    assert "电话" in "".join(reply.says)
    assert answered(office, "web:a", Message("13900000000", "9")) is None
    with office.database.read() as connection:
        assert [each.kind for each in open_doubts(connection, office, number)] == ["second_contact"]


def test_a_refusal_is_replaced_by_the_next_reserve_in_order(office, number):
    first = firms(office, number)[0]
    walk(office, number, first, "web:a", ("不同意",), confirm=False)

    reserve = replace_firm(office, number, first.key)

    assert (reserve.place, reserve.drawn_as) == (11, "reserve")
    assert "接替" in opened(office, code_of(office, number, first.key), "web:a")
    with pytest.raises(NoSuchFirm, match="已经替换过"):
        replace_firm(office, number, first.key)
    with office.database.read() as connection:
        assert len(record_of(connection, office, number).replaced) == 1


def test_a_firm_that_cannot_be_reached_is_tried_before_it_is_replaced(office, number):
    firm = firms(office, number)[0]
    tried(office, number, firm.key, ("phone", "张三", "unreachable"))

    with pytest.raises(TooFewAttempts, match="3次"):
        replace_firm(office, number, firm.key)
    tried(office, number, firm.key, ("phone", "张三", "unreachable"))
    tried(office, number, firm.key, ("visit", "张三", "unreachable"))

    assert replace_firm(office, number, firm.key).place == 11


def test_a_firm_that_may_be_answering_is_not_replaced_for_a_day(office, number):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a", WALK[:3], confirm=False)

    with pytest.raises(TooFewAttempts, match="停满一天"):
        replace_firm(office, number, firm.key)
    assert walk(office, number, firm, "web:a", WALK[3:5], confirm=False).turn is not None
    office.now.now += 24 * 3600

    assert replace_firm(office, number, firm.key).place == 11


def test_who_stops_in_the_midst_is_replaced_at_once(office, number):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a", (*WALK[:3], "停止", "停止"), confirm=False)

    assert firms(office, number)[0].interview.outcome == "break_off"
    assert replace_firm(office, number, firm.key).place == 11


def test_a_firm_that_was_not_drawn_cannot_be_called(office, number):
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        reserve = next(each for each in firms_of(connection, office, survey) if not each.asked)

    with pytest.raises(NoSuchFirm, match="没有被抽中"):
        entered(office, number, reserve.key, BY_PHONE, ("phone", "张三"))


def test_a_sheet_of_mistakes_is_no_contact_with_the_firm(office, number):
    firm = firms(office, number)[0]

    result = entered(office, number, firm.key, {"nosuch": "x"}, ("phone", "张三"))

    assert [each.question for each in result.problems] == ["nosuch"]
    assert firms(office, number)[0].attempts == ()


def test_the_record_tells_services_of_no_kind_in_the_firms_words_and_nothing_of_nothing(
    office, number
):
    firm = firms(office, number)[0]
    answers = {**BY_PHONE, "services": "帮忙找厂房", "development": "没有"}
    entered(office, number, firm.key, answers, ("phone", "张三"))

    with office.database.read() as connection:
        said = record_of(connection, office, number).finished[0].answers

    assert said.services == "其他（帮忙找厂房）"
    assert (said.effects, said.suggestions) == ("", "")


@pytest.mark.parametrize(
    ("walked", "words", "hears"),
    [
        (("同意", "不负责"), "找我们王总，13800138000", True),
        (("同意", "不负责"), "有效期几年？", False),
        (("同意", "停止"), "继续", True),
        (("同意", "停止"), "撤回", True),
        (("同意", "停止"), "今天下雨", False),
        ((*WALK, "确认"), "修改第11题", True),
        ((*WALK, "确认"), "总体评价改成不满意", True),
        ((*WALK, "确认"), "电话写错了", True),
        ((*WALK, "确认"), "我想补充一点：发票没开", True),
        ((*WALK, "确认"), "服务收费应该是多少？", False),
        ((*WALK, "确认"), "推荐意见应该是推荐单位写的", False),
    ],
)
def test_an_interview_that_is_over_hears_its_commands_and_what_it_asked_for(
    office, number, walked, words, hears
):
    walk(office, number, firms(office, number)[0], "web:a", walked, confirm=False)

    assert answering.hears(office, "web:a", words, words=True) is hears
    assert not answering.hears(office, "web:nobody", words, words=True)


def test_at_the_end_of_the_list_nobody_is_left(office):
    made, _ = freeze(office, DETAILS, list_of(10))
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, CLOSES)
    firm = firms(office, made)[0]
    walk(office, made, firm, "web:a", ("不同意",), confirm=False)

    with pytest.raises(NoReserveLeft):
        replace_firm(office, made, firm.key)


def test_a_day_that_is_past_closes_nothing(office):
    made, _ = freeze(office, DETAILS, list_of())
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)

    with pytest.raises(WrongDay, match="已经过去"):
        launch(office, made, date(2020, 1, 1))


def test_after_the_closing_words_become_a_note(office, number):
    firm = firms(office, number)[0]
    walk(office, number, firm, "web:a")
    close_survey(office, number)

    reply = answered(office, "web:a", Message("我想改成不满意", "late"))

    assert reply.turn.then == "note"
    with office.database.read() as connection:
        notes = open_doubts(connection, office, number)
    assert [(each.kind, each.words) for each in notes] == [("note", "我想改成不满意")]
    other = firms(office, number)[1]
    assert opened(office, code_of(office, number, other.key), "web:z") == inviting.OVER


def test_a_whole_survey_ends_in_a_form_and_evidence_that_check_themselves(office, number, tmp_path):
    asked = firms(office, number)
    for at, firm in enumerate(asked[:2]):
        walk(office, number, firm, f"web:no{at}", ("不同意",), confirm=False)
        replace_firm(office, number, firm.key)
    entered(office, number, asked[2].key, BY_PHONE, ("phone", "张三"))
    left = [each for each in firms(office, number) if each.disposition.code == "pending"]
    for at, firm in enumerate(left):
        walk(office, number, firm, f"web:{at}")
    counts = close_survey(office, number)
    put_on_record(office, number)

    files = exported(office, number)

    assert counts == {"complete": 10, "refused": 2}
    text = "\n".join(
        cell.text
        for table in Document(io.BytesIO(files[FORM])).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "☑网络互动" in text.replace(" ", "")
    assert "☑电话询问" in text.replace(" ", "")
    assert text.count("王晓明") >= 9
    with zipfile.ZipFile(io.BytesIO(files[EVIDENCE])) as bundle:
        bundle.extractall(tmp_path)
    checked = subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    lines = (tmp_path / "chain.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds[:4] == ["frame", "commitment", "draw", "launch"]
    assert kinds[-1] == "recorded"
    assert chain_holds(office)


def test_the_form_is_handed_out_in_either_layout(office, number):
    walk(office, number, firms(office, number)[0], "web:a")

    heads = {
        effects: [
            cell.text
            for table in Document(io.BytesIO(exported(office, number, effects)[FORM])).tables
            for cell in table.rows[0].cells
        ]
        for effects in EffectsIn
    }

    assert "对区域中小企业发展的影响和作用" in heads[EffectsIn.COLUMN]
    assert heads[EffectsIn.COLUMN].index("联系电话") > 0
    assert len(heads[EffectsIn.COLUMN]) != len(heads[EffectsIn.BLOCK])


def test_what_people_said_is_nowhere_to_be_read(office, number):
    walk(office, number, firms(office, number)[0], "web:a")

    with office.database.read() as connection:
        kept = [*connection.execute(select(drawn_firm)), *chain.links(connection, number)]
    for said in ("王晓明", "13900009999", "办公室主任"):
        assert said not in str(kept)


def test_what_the_platform_wrote_stands_beside_the_interviews(office):
    rows = [
        ("服务的中小企业名单及服务评价表",),
        (
            "序号",
            "企业名称",
            "联系人",
            "联系电话",
            "服务内容简述",
            "企业满意度（打√或填写分值）",
            "",
        ),
        ("", "", "", "", "", "满意", "不满意"),
        *(
            (str(at), f"样例{at}号公司", "甲某", f"1390000{at:04}", "培训", *marks)
            for at, marks in enumerate([("√", ""), ("", "√"), ("95", "")] * 4, 1)
        ),
    ]
    made, check = freeze(office, DETAILS, csv_bytes(rows))
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, CLOSES)

    with office.database.read() as connection:
        record = record_of(connection, office, made)
    assert len(check.frame.firms) == 12
    own = [(each.satisfied, each.score) for each in record.own_figures.values()]
    assert {each: own.count(each) for each in set(own)} == {
        (True, ""): 4,
        (False, ""): 4,
        (None, "95"): 4,
    }
