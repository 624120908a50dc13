"""An eligibility check over HTTP, through the trained model, with buttons as they are pressed."""

from __future__ import annotations

import io
import re

import docx
import httpx
import pytest

from surveys.database import Database
from surveys.schema import eligibility_check

pytestmark = pytest.mark.stack


def test_a_check_is_led_through_buttons_words_and_a_question_in_between(chat):
    assert "第1问" in chat.says("帮我核对申报条件")
    assert "记下：法人类型，公司（企业法人）。" in chat.presses("公司（企业法人）")
    assert "第3问" in chat.presses("今天")
    told = chat.says("有效期几年？")
    assert "有效期为三年" in told
    assert "第3问" in told
    assert "继续核对" in chat.says("先停一下")
    assert "10日内" in chat.says("每个月几号之前要填报")
    assert "已经答了2项" in chat.says("继续核对")
    assert "第4问" in chat.says("2019年3月")
    assert "从“2019年3月”改成“2018年3月”" in chat.says("运营日期改成2018年3月")
    assert "还不能确定（按征求意见稿）" in chat.says("看结果")
    assert "第4问" in chat.presses("继续核对")


WEEK = 7 * 86_400.0


def a_week_goes_by(stack) -> None:
    """Everything that is on record of the checks is a week older."""
    database = Database(f"sqlite:///{stack.folder / 'var' / 'huiqi.db'}")
    with database.write() as connection:
        older = eligibility_check.c.updated_at - WEEK
        connection.execute(eligibility_check.update().values(updated_at=older))
    database.close()


def test_twelve_turns_with_a_correction_a_question_and_a_week_lead_to_a_report(stack, chat):
    assert "第1问" in chat.says("我想看看我们能不能申报")
    chat.presses("公司（企业法人）")
    chat.says("今天")
    chat.says("2019年3月")
    chat.says("2018年5月6号")
    assert "350万元" in chat.says("三百五十万")
    told = chat.says("连续三个月没填报会怎么样？")
    assert "将给予通报" in told
    assert "第6问" in told
    assert "都记着" in chat.says("先停一下")
    a_week_goes_by(stack)
    assert re.search("接着上次的核对（.*），已经答了5项", chat.says("继续核对"))
    assert "从“三百五十万”改成“两百八十万" in chat.says("资产改成两百八十万")
    chat.says("没有")
    told = chat.says("看结果")
    assert "按征求意见稿" in told

    [page, word] = re.findall(r"(?<=[：:])(?:https?://[^/]+)(/check/\S+)", told)
    shown = chat.http.get(page)
    assert "资产总额" in shown.text
    assert "第五条" in shown.text
    written = docx.Document(io.BytesIO(chat.http.get(word).content))
    lines = "\n".join(each.text for each in written.paragraphs)
    assert "申报条件自查报告" in lines
    assert "280" in lines
    assert "原文（第五条）：“资产总额不低于300万元”" in lines


def test_the_link_of_a_report_leads_nowhere_once_the_check_is_deleted(chat):
    chat.says("帮我核对申报条件")
    chat.presses("公司（企业法人）")
    [page, _] = re.findall(r"(?:https?://[^/]+)(/check/\S+)", chat.says("看结果"))
    assert chat.http.get(page).status_code == httpx.codes.OK

    chat.says("删除核对记录")

    assert chat.http.get(page).status_code == httpx.codes.NOT_FOUND
    assert chat.http.get(f"{page[:-4]}AAAA").status_code == httpx.codes.NOT_FOUND


def test_who_says_only_go_on_goes_on_with_the_check_that_was_left(chat):
    assert "第1问" not in chat.says("继续")
    chat.says("帮我核对申报条件，我们是浙江的公司，专职25人")
    chat.says("先停一下")
    chat.says("每个月几号之前要填报")

    told = chat.says("继续")

    assert "已经答了3项" in told
    assert "打算什么时候申报" in told
    chat.says("先停一下")
    assert "按征求意见稿" in chat.says("看结果")


def test_while_a_check_is_open_nothing_else_takes_its_answers(chat):
    chat.says("开始申报条件自测")
    for text in ("协会", "有", "今天", "好的", "2019年3月", "谢谢", "不清楚"):
        said = chat.says(text)
    assert "第6问" in said


def test_what_a_button_carries_arrives(chat):
    chat.says("把推荐表导出来给我")

    assert "填写《国家中小企业公共服务示范平台推荐表》" in chat.presses("测评要求（第十条）")
