"""The whole product, talked to over HTTP: answers, bad input, crashes, repeats."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable

import httpx
import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack

ASKED = ["挂了牌之后能用几年", "每个月几号之前要填报", "推荐表上要调查几家企业", "今天天气怎么样"]
SHOWN = ["三年", "10日内", "不少于10家", "条文里没有写"]
PATIENCE = 90.0


@pytest.fixture
def session(stack_url):
    with httpx.Client(base_url=stack_url, timeout=PATIENCE) as client:
        client.get("/").raise_for_status()
        yield client


def ask(client: httpx.Client, text: str) -> dict:
    response = client.post("/api/chat", json={"text": text})
    response.raise_for_status()
    [message] = response.json()["messages"]
    return message


@pytest.mark.parametrize(("asked", "shown"), zip(ASKED, SHOWN, strict=True))
def test_a_person_asks_and_is_answered(session, asked, shown):
    assert shown in "".join(ask(session, asked)["text"].split())


def test_a_unit_opens_verbatim_beside_its_answer(session):
    [unit] = ask(session, ASKED[0])["units"]

    shown = session.get(f"/api/units/{unit}").json()

    assert shown["id"] == "第十七条"
    assert "认定有效期为三年" in shown["display"]


def test_a_button_is_pressed_by_its_token_once_for_its_own_session(session, stack_url):
    helped = ask(session, ASKED[0])["buttons"][0]

    assert helped["title"] == "有帮助"
    body = {"token": helped["token"]}
    assert "已记下" in session.post("/api/chat", json=body).json()["messages"][0]["text"]
    other = httpx.post(f"{stack_url}/api/chat", json=body)
    assert (other.status_code, "过期" in other.json()["error"]) == (410, True)


def test_a_conversation_is_there_again_after_a_reload(session):
    ask(session, ASKED[0])
    said = ask(session, "谢谢")

    lines = session.get("/api/chat/history").json()

    assert [line["from"] for line in lines["messages"]] == ["me", "bot"] * 2
    assert lines["last"] == said["id"]
    later = session.get("/api/chat/updates", params={"after": said["id"]}).json()
    assert later["messages"] == []


BAD_TEXTS = {
    "empty": ("", 400),
    "blank": ("  \n ", 400),
    "control characters": ("\x00\x01\x1b\x7f", 400),
    "10,000 characters": ("问" * 10_000, 413),
}


@pytest.mark.parametrize(("text", "status"), BAD_TEXTS.values(), ids=BAD_TEXTS)
def test_text_that_says_nothing_gets_a_sentence(session, text, status):
    response = session.post("/api/chat", json={"text": text})

    assert response.status_code == status
    assert response.json()["error"].endswith("。")


@pytest.mark.parametrize("text", ["🙂🙂🙂", "？？？", "1", "a" * 2000, "<script>alert(1)</script>"])
def test_odd_text_is_answered_in_words(session, text):
    assert ask(session, text)["text"]


COMMANDS = ["/restart", '/inform{"x":1}', "EXTERNAL: x", '/greet{"x": "y"}', "/back"]


@pytest.mark.parametrize("text", COMMANDS)
def test_typed_commands_are_only_words(session, text):
    ask(session, ASKED[0])
    reply = ask(session, text)

    assert reply["text"]
    assert "我是惠企" not in reply["text"]
    assert len(session.get("/api/chat/history").json()["messages"]) == 4


BAD_BODIES = {
    "broken JSON": (b'{"text": ', 400),
    "a list": (b"[1]", 400),
    "not UTF-8": (b'{"text": "\xff\xfe"}', 400),
    "a lone surrogate": (b'{"text": "\\ud800"}', 400),
    "deeply nested": (b"[" * 5000, 400),
    "20 MB": (b'{"text": "' + b"x" * 20_000_000 + b'"}', 413),
}


@pytest.mark.parametrize(("body", "status"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_a_body_that_is_no_message_gets_a_sentence(session, body, status):
    response = session.post("/api/chat", content=body, headers={"content-type": "application/json"})

    assert response.status_code == status
    assert response.json()["error"].endswith("。")


def test_a_form_of_another_site_is_not_taken(session):
    response = session.post("/api/chat", data={"text": ASKED[0]})

    assert response.status_code == 415


@pytest.mark.parametrize("path", ["/api/chat/updates", "/api/chat/history"])
def test_a_forged_cookie_is_refused(stack_url, path):
    response = httpx.get(f"{stack_url}{path}", cookies={"huiqi_session": "forged.cookie"})

    assert response.status_code == 401
    assert "刷新" in response.json()["error"]


def test_without_a_cookie_one_is_given(stack_url):
    response = httpx.post(f"{stack_url}/api/chat", json={"text": "你好"}, timeout=PATIENCE)

    assert response.json()["messages"]
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_page_that_is_not_there_says_so_and_headers_guard_it(stack_url):
    response = httpx.get(f"{stack_url}/nothing")

    assert (response.status_code, response.json()) == (404, {"error": "没有这个页面。"})
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_rasa_takes_no_turn_from_others(stack):
    url = f"http://127.0.0.1:{stack.environ['HUIQI_RASA_PORT']}"
    body = {"id": 1, "sender": "x", "text": "/restart", "channel": "web"}

    assert httpx.post(f"{url}/webhooks/huiqi/turn", json=body).status_code == 403
    assert httpx.get(f"{url}/conversations/x/tracker").status_code == 404


class Talker:
    """One session that asks its questions one after another and keeps the replies."""

    def __init__(self, url: str) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=PATIENCE)
        self.replies: list[str] = []

    async def talk(self, texts: list[str]) -> None:
        for text in texts:
            self.replies.append(await self._insist(text))

    async def _insist(self, text: str) -> str:
        """Send as the page does: the same id again until there is a reply."""
        body = {"text": text, "id": secrets.token_hex(8)}
        while True:
            try:
                response = await self.client.post("/api/chat", json=body)
            except httpx.TransportError:
                await asyncio.sleep(0.3)
                continue
            if response.status_code == 200 and (messages := response.json()["messages"]):
                return str(messages[0]["text"])
            await asyncio.sleep(0.3)

    async def history(self) -> list[dict]:
        lines = (await self.client.get("/api/chat/history")).json()["messages"]
        await self.client.aclose()
        return lines


async def _killing(stack: Stack, busy: Callable[[], bool]) -> None:
    for part in ("rasa_server", "actions_server", "gateway"):
        await asyncio.sleep(2.0)
        stack.kill(part)
        await asyncio.sleep(3.0)
        await asyncio.to_thread(stack.wait_until_ready)
    assert busy(), "the talk was over before the last process was killed"


@pytest.mark.long
async def test_every_message_is_answered_once_in_order_though_processes_are_killed(tmp_path):
    stack = Stack(tmp_path)
    await asyncio.to_thread(stack.start)
    try:
        talkers = [Talker(stack.url) for _ in range(20)]
        for talker in talkers:
            await talker.client.get("/")
        done = asyncio.Event()

        async def go_on(talker: Talker, at: int) -> None:
            number = 0
            while not done.is_set():
                await talker.talk([ASKED[(at + number) % len(ASKED)]])
                number += 1

        talks = [asyncio.create_task(go_on(talker, at)) for at, talker in enumerate(talkers)]
        await _killing(stack, lambda: not any(talk.done() for talk in talks))
        done.set()
        await asyncio.gather(*talks)
        for at, talker in enumerate(talkers):
            lines = await talker.history()
            assert [line["from"] for line in lines] == ["me", "bot"] * (len(lines) // 2)
            texts = ["".join(reply.split()) for reply in talker.replies]
            for number, text in enumerate(texts):
                assert SHOWN[(at + number) % len(SHOWN)] in text
    finally:
        stack.stop()
    assert "Traceback" not in stack.logged()


async def test_a_thousand_messages_three_times_each_get_a_thousand_answers(stack_url):
    chance = random.Random(7)
    limits = httpx.Limits(max_connections=100)
    async with httpx.AsyncClient(base_url=stack_url, timeout=PATIENCE, limits=limits) as client:
        cookies = []
        for _ in range(50):
            response = await client.get("/")
            cookies.append(f"huiqi_session={response.cookies['huiqi_session']}")
            client.cookies.clear()
        posts = [(at, number) for number in range(20) for at in range(50) for _ in range(3)]
        chance.shuffle(posts)
        got: dict[tuple[int, int], set[int]] = {}
        gate = asyncio.Semaphore(60)

        async def post(at: int, number: int) -> None:
            body = {"text": ASKED[number % len(ASKED)], "id": f"message-{number}"}
            async with gate:
                while True:
                    try:
                        response = await client.post(
                            "/api/chat", json=body, headers={"cookie": cookies[at]}
                        )
                    except httpx.TransportError:  # a kept connection may end; the page asks again
                        continue
                    if messages := response.json()["messages"]:
                        break
            got.setdefault((at, number), set()).add(messages[0]["id"])
            assert SHOWN[number % len(SHOWN)] in "".join(messages[0]["text"].split())

        await asyncio.gather(*(post(at, number) for at, number in posts))
        assert len(got) == 1000
        assert all(len(ids) == 1 for ids in got.values())
        assert len(set().union(*got.values())) == 1000
        for cookie in cookies:
            response = await client.get("/api/chat/history", headers={"cookie": cookie})
            lines = response.json()["messages"]
            assert [line["from"] for line in lines] == ["me", "bot"] * 20


def test_ctrl_c_stops_everything_and_a_taken_port_is_named(tmp_path, stack):
    other = Stack(tmp_path, HUIQI_RASA_PORT=stack.environ["HUIQI_RASA_PORT"])
    other.start_seconds = 3.0

    with pytest.raises(AssertionError):
        other.start()

    assert other.stop() == 2
    assert f"端口 {stack.environ['HUIQI_RASA_PORT']}（rasa）已被别的程序占用" in other.logged()
