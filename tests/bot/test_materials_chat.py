"""The list of materials over HTTP, through the trained model, with buttons as they are pressed."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.stack


def test_items_are_ticked_by_words_and_buttons_with_questions_in_between(chat):
    assert "第十一条" in chat.says("申请要交哪些材料")
    assert "已备0/7" in chat.presses("逐项打勾")
    assert "已备1/7" in chat.says("第三项好了")
    assert "三年" in chat.says("挂了牌之后能用几年")
    assert "已备4/7" in chat.says("1、2、4都齊了")
    assert "已备5/7" in chat.presses("备好：真实性声明")
    assert "不客气" in chat.says("谢谢")
    assert "（五）合作协议" in chat.says("还差哪些")
    assert "不少于100家" in chat.says("第八栏怎么填")


def test_a_wish_closes_the_list_and_it_is_found_again(chat):
    chat.says("营业执照准备好了")

    assert "已停下" in chat.says("算了不弄了")
    assert "已备1/7" in chat.says("给我列个材料清单")


def test_a_press_while_a_check_is_open_ticks_and_the_check_goes_on(chat):
    chat.says("材料清单")
    listed = chat.messages
    asked = chat.says("帮我核对申报条件")
    chat.messages = listed

    assert "已备1/7" in chat.presses("备好：审计报告")
    assert asked.splitlines()[-1] in chat.says("说到哪了")
