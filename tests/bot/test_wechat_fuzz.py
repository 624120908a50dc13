"""Whatever arrives at the webhook: no 5xx, nothing unsigned in the inbox, no stray payload."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from starlette.applications import Starlette

from bot.wechat.api import open_api
from bot.wechat.carrier import WeChatCarrier
from bot.wechat.channel import PATH, WeChatChannel
from bot.wechat.desk import Desk
from bot.wechat.reading import read
from bot.worker import Worker
from surveys.database import Database
from surveys.schema import inbox
from tests.bot.wechat_house import SEAL, Script, account
from tests.bot.wechat_platform import Platform, opened_reply
from tests.fuzzing import cases, tracebacks

MESSAGES = [path.read_text() for path in Path(__file__).parent.glob("wechat_messages/*.xml")]
FEW = cases(120)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A recorded message with a few pieces cut out, doubled or replaced."""
    text = draw(st.sampled_from(MESSAGES))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 40)))
        piece = draw(
            st.sampled_from(["", text[start:end] * 2, "<", "]]>", "<![CDATA[", "/restart", "\x00"])
            | st.text(max_size=8)
        )
        text = text[:start] + piece + text[end:]
    return text.encode(errors="replace").decode()


class Gate:
    """The webhook without a server around it, in an event loop of its own."""

    def __init__(self, database: Database, mode: str) -> None:
        self.database = database
        ours = account("unverified", mode)
        self.platform = Platform("", mode)
        script = Script()
        worker = Worker(database, script, time.time)  # type: ignore[arg-type]
        api = open_api(ours, "http://127.0.0.1:9", database, SEAL, time.time)
        carrier = WeChatCarrier(ours, api, database, time.time)
        desk = Desk(ours, database, worker, time.time, lambda: None)
        app = Starlette(routes=WeChatChannel(ours, desk, carrier, time.time, 2.0).routes())
        transport = httpx.ASGITransport(app)
        self._http = httpx.AsyncClient(transport=transport, base_url="http://house")
        self._loop = asyncio.new_event_loop()
        self._seen = 0
        self._whose: dict[str, str] = {}

    def post(self, query: dict[str, str], body: bytes) -> httpx.Response:
        return self._loop.run_until_complete(self._http.post(PATH, params=query, content=body))

    def is_anothers(self, xml: str) -> bool:
        """Whether somebody else came first with the number of this message."""
        heard = read(xml, {})
        if heard is None:
            return False
        writer = heard.writer
        return self._whose.setdefault(writer.external_id, writer.openid) != writer.openid

    def new(self) -> list[str]:
        """What came into the inbox since this was asked last."""
        query = select(inbox.c.id, inbox.c.said).where(inbox.c.id > self._seen)
        with self.database.read() as connection:
            rows = connection.execute(query).all()
        self._seen = max([self._seen, *(row.id for row in rows)])
        return [row.said for row in rows]

    def close(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(self._http.aclose())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


@pytest.fixture(params=["plain", "compatible", "safe"])
def gate(database, request):
    opened = Gate(database, request.param)
    with tracebacks() as found:
        yield opened
    opened.close()
    assert found == []


@FEW
@given(xml=mutated())
def test_a_genuine_message_of_any_form_is_taken_or_left_alone(gate, xml):
    query, body = gate.platform.envelope(xml)
    response = gate.post(query, body.encode())

    if gate.platform.mode == "compatible" and response.status_code == 403:
        return  # the plain half of the body spoils the sealed one
    if gate.is_anothers(xml):
        assert response.status_code == 403
        return
    assert response.status_code == 200
    if response.text != "success":
        reply = opened_reply(response.text, required=gate.platform.mode == "safe")
        assert reply is not None
        assert 0 < len(reply["Content"].encode()) <= 2048
    assert not any(said.startswith("/") for said in gate.new())


@FEW
@given(body=st.binary(max_size=300) | mutated().map(str.encode))
def test_what_is_not_signed_goes_nowhere(gate, body):
    assert gate.post({}, body).status_code == 403
    assert gate.new() == []


@FEW
@given(data=st.data())
def test_a_changed_request_is_refused(gate, data):
    """Any field of the signed query changed in any way; in safe mode the body too."""
    query, body = gate.platform.envelope(data.draw(st.sampled_from(MESSAGES)))
    signed = ["signature", "timestamp", "nonce"] + ["msg_signature"] * ("msg_signature" in query)
    name = data.draw(st.sampled_from(signed))
    changed = data.draw(st.text(max_size=60).filter(lambda value: value != query[name]))
    assert gate.post({**query, name: changed}, body.encode()).status_code == 403
    if gate.platform.mode == "safe":
        place = body.index("CDATA[") + 10
        other = body[:place] + ("A" if body[place] != "A" else "B") + body[place + 1 :]
        assert gate.post(query, other.encode()).status_code == 403
    assert gate.new() == []
