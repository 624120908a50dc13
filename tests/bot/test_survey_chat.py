"""A survey over HTTP, through the trained model: the recommender leads it, firms answer it."""

from __future__ import annotations

import secrets
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from actions.settings import read_settings
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import freeze
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.platforms import bindings
from surveys.sealing import Seal
from tests.bot.talking import Chat
from tests.surveys.surveys import DETAILS, asked_firms, doubts_of, launched, list_of

pytestmark = pytest.mark.stack

ANSWERS = (
    ("同意", "代表"),
    ("是的 我是", "姓名"),
    ("王晓明", "职务"),
    ("办公室主任", "电话"),
    ("1390000999", "11位"),  # a digit too few
    ("13900009999", "接受过"),
    ("接受过", "哪些服务"),
    ("参加过两次培训", "质量"),
    ("月报几号前填", "10日内"),  # a question about the rules in between
    ("挺好的", "收费"),
    ("没收过费", "态度"),
    ("上一题", "收费"),
    ("没收过费", "态度"),
    ("很满意", "效果"),
    ("还行吧", "总"),
    ("满意", "影响和作用"),
    ("帮我们培训了员工", "建议"),
    ("没有", "确认"),
)


@pytest.fixture
def office(request) -> Office:
    stack = request.getfixturevalue("stack")
    settings = read_settings(stack.environ)
    database = Database(settings.database_url)
    yield Office(database, Seal((settings.secret_key,)), time.time, lambda: secrets.token_hex(32))
    database.close()


@pytest.fixture
def recommender(office, stack_url):
    """A chat that is bound to the recommender, and a survey whose list is frozen."""
    name = f"样例省主管部门{secrets.token_hex(3)}"
    details = Details(DETAILS.platform, name, 10, DETAILS.frame_source)
    number, _ = freeze(office, details, list_of())
    code = bindings.issue(office.database, "recommender", name, secrets.choice, time.time())
    chat = Chat(stack_url)
    chat.says(f"绑定 {code}")
    yield chat, number
    chat.http.close()


def test_a_recommender_leads_a_survey_and_a_firm_answers(recommender, office, stack_url):
    chat, number = recommender

    assert "种子来自哪里" in chat.says("我要发起这次满意度测评")
    assert "不能改名单" in chat.says("发起测评，作出承诺，种子来自双色球2026140期开奖号码")
    assert "承诺值" in chat.presses("作出承诺")
    assert "只能抽一次" in chat.says("开始抽取企业，种子是 01 05 09 12 30 33 07")
    assert "抽中的企业" in chat.presses("抽取")
    assert "冻结问卷" in chat.says("给抽中的企业发邀请")
    assert "邀请信" in chat.presses("发出邀请")

    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        firm = firms_of(connection, office, survey)[0]
    person = Chat(stack_url)
    assert "您同意参加吗" in person.says(f"邀请码 {code_of(office, number, firm.key)}")
    for text, expected in ANSWERS:
        assert expected in person.says(text), (text, person.last["text"])
    assert "谢谢" in person.presses("确认")
    assert "从“满意”改成“一般”" in person.says("总体评价改成一般")
    assert "谢谢" in person.presses("确认")
    person.http.close()

    assert "完成1家" in chat.says("测评进展怎么样了").replace("：", "")
    assert "完成1家" in chat.says("测评做到哪了").replace("：", "")
    assert firm.name not in chat.says("还有哪几家没答")
    assert "草稿" in chat.says("导出推荐表")
    assert f"{stack_url}/console/surveys/{number}" in chat.last["text"]
    assert sqlite3.connect(office.database.engine.url.database).execute(
        "select count(*) from drawn_firm where interview like '%王晓明%'"
    ).fetchone() == (0,)


def test_a_recommender_with_two_surveys_sees_the_one_spoken_of(recommender, office):
    chat, number = recommender
    with office.database.read() as connection:
        details = campaigns.find(connection, number).details
    other, _ = freeze(office, replace(details, platform="山城企业服务协会"), list_of())

    assert f"测评 {other}" in chat.says("测评进展怎么样了")
    assert f"测评 {number}" in chat.presses(f"{details.platform}（名单已定稿，还没有承诺）")
    assert f"测评 {number}" in chat.says("我要发起这次满意度测评")
    assert f"测评 {other}" in chat.says("山城企业服务协会的测评进展怎么样了")
    assert f"测评 {number}" in chat.says(f"{details.platform}的测评呢")
    assert f"测评 {number}" in chat.says("哪几家没答")


@pytest.fixture
def codes(office):
    """Invitations of a survey that runs."""
    number = launched(office, datetime.now(UTC).date() + timedelta(days=30))
    return [code_of(office, number, each.key) for each in asked_firms(office, number)], number


def test_what_is_said_after_an_interview_still_reaches_it(codes, stack_url):
    person = Chat(stack_url)
    for text in (codes[0][0], "同意", "是", "停止"):
        person.says(text)

    assert "接着来" in person.says("继续")
    assert "到此为止" in person.says("停止")
    assert "三年" in person.says("有效期几年")
    assert "已经撤回" in person.says("撤回")
    assert "工作人员与您联系" in person.says("人工")
    assert "不客气" in person.says("谢谢")
    person.http.close()


def test_who_is_not_in_charge_may_say_who_is(codes, office, stack_url):
    person = Chat(stack_url)
    for text in (codes[0][1], "同意", "我不负责这件事"):
        person.says(text)

    assert "会转给" in person.says("你们找我们王总，13800138000")
    assert doubts_of(office, codes[1]) == [("note", "你们找我们王总，13800138000")]
    person.http.close()


def test_two_chats_with_one_invitation_are_one_interview(codes, office, stack_url):
    first, second = Chat(stack_url), Chat(stack_url)
    for text in (codes[0][2], "同意", "是"):
        first.says(text)

    assert "姓名" in second.says(codes[0][2])
    assert "在另一处" in first.says("王晓明")
    for text in ("王晓明，总经理", "跳过", "没有接受过"):
        second.says(text)
    assert [kind for kind, _ in doubts_of(office, codes[1])] == ["second_contact"]
    first.http.close()
    second.http.close()


def test_a_second_person_of_a_firm_that_has_answered_may_leave_words(codes, office, stack_url):
    first, second = Chat(stack_url), Chat(stack_url)
    for text in (codes[0][3], *(text for text, _ in ANSWERS), "确认"):
        first.says(text)

    assert "另一位完成" in second.says(codes[0][3])
    assert "会转给" in second.says("我是财务，我觉得收费太高")
    assert ("second_person", "我是财务，我觉得收费太高") in doubts_of(office, codes[1])
    assert "您好" in second.says("你好")
    first.http.close()
    second.http.close()


def test_who_holds_no_invitation_or_binding_is_told_what_is_needed(stack_url):
    chat = Chat(stack_url)

    assert "没有这个邀请码" in chat.says(f"邀请码 {'x7' * 12}")
    assert "邀请码" in chat.says("我来填调查问卷")
    assert "绑定" in chat.says("帮我发起一次满意度调查")
    chat.http.close()
