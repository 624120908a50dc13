"""The list of materials over HTTP, through the trained model, with buttons as they are pressed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.stack

PATIENCE = 90.0


class Chat:
    """One person on the chat page."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)
        self.http.get("/").raise_for_status()
        self.last: list[dict[str, Any]] = []

    def says(self, text: str) -> str:
        return self._post({"text": text})

    def presses(self, title: str) -> str:
        buttons = [each for message in self.last for each in message["buttons"]]
        [token] = [each["token"] for each in buttons if each["title"] == title]
        return self._post({"token": token})

    def _post(self, body: dict[str, str]) -> str:
        response = self.http.post("/api/chat", json=body)
        response.raise_for_status()
        self.last = response.json()["messages"]
        return "\n".join(str(each["text"]) for each in self.last)


@pytest.fixture
def chat(stack_url):
    person = Chat(stack_url)
    yield person
    person.http.close()


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
    listed = chat.last
    asked = chat.says("帮我核对申报条件")
    chat.last = listed

    assert "已备1/7" in chat.presses("备好：审计报告")
    assert asked.splitlines()[-1] in chat.says("说到哪了")
