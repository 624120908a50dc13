"""What is counted, who may see it, and that it names nobody."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest
from starlette.applications import Starlette

from actions.settings import read_settings
from bot.errors import TurnUnavailable
from bot.figures import CountedAssistant, CountedCarrier, CountedLog, Figures
from bot.gateway import create_app
from bot.messages import Claimed, Delivered
from bot.sending.carrier import Failed, Part, Sent
from surveys.schema import inbox
from tests.surveys.test_database import ROW


class Post:
    """A channel that refuses one contact."""

    prefix, per_second, contact_seconds = "tg:1:", 30.0, 1.0

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        return (Part(said.text),)

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Sent | Failed:
        if contact_key == "tg:1:nobody":
            raise RuntimeError(part.text)
        return Failed("不行") if contact_key == "tg:1:no" else Sent("1")


@pytest.fixture
async def app(tmp_path, request):
    """A gateway that runs, without Rasa and without tables."""
    given = {"HUIQI_DATA_DIR": str(tmp_path), **getattr(request, "param", {})}
    made = create_app(read_settings(given))
    async with made.router.lifespan_context(made):
        yield made


async def get(app: Starlette, path: str, host: str = "127.0.0.1", **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=(host, 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://huiqi") as http:
        return await http.get(path, headers=headers)


async def test_parts_that_are_away_are_named_with_what_to_do(app):
    found = await get(app, "/health")

    assert found.status_code == 503
    assert found.json()["parts"] == {
        "rasa": False, "actions": False, "database": False, "tables": False, "disk": True,
        "worker": True, "sender": True, "reminders": True, "housekeeping": True,
    }  # fmt: skip
    assert "rasa" in found.json()["says"][0]
    assert (await get(app, "/health/live")).json() == {"alive": True}


async def test_a_task_that_broke_off_makes_the_house_unready(app):
    [worker] = [each for each in asyncio.all_tasks() if "Worker.run" in repr(each)]
    worker.cancel()
    await asyncio.sleep(0.05)

    found = (await get(app, "/health")).json()

    assert not found["parts"]["worker"]
    assert "重新启动" in "".join(found["says"])


ON_THE_WAY = {"X-Forwarded-For": "127.0.0.1"}
TOKEN = {"HUIQI_METRICS_TOKEN": "t0ken"}


@pytest.mark.parametrize(
    ("app", "host", "headers", "status"),
    [
        ({}, "127.0.0.1", {}, 200),
        ({}, "::1", {}, 200),
        ({}, "10.1.2.3", {}, 403),
        ({}, "127.0.0.1", ON_THE_WAY, 403),
        ({"HUIQI_PUBLIC_URL": "https://huiqi.example"}, "127.0.0.1", {}, 403),
        (TOKEN, "127.0.0.1", {}, 401),
        (TOKEN, "10.1.2.3", {"Authorization": "Bearer wrong"}, 401),
        (TOKEN, "10.1.2.3", {"Authorization": "Bearer t0ken"}, 200),
    ],
    indirect=["app"],
)
async def test_the_figures_are_for_this_machine_or_for_who_has_the_token(
    app, host, headers, status
):
    assert (await get(app, "/metrics", host, **headers)).status_code == status


async def test_queues_requests_and_errors_are_counted_and_nobody_is_named(app, tmp_path):
    from actions.opening import database_of

    database = database_of(read_settings({"HUIQI_DATA_DIR": str(tmp_path)}))
    database.migrate()
    with database.write() as connection:
        connection.execute(inbox.insert().values(**{**ROW, "state": "dead"}))
    database.close()

    await get(app, "/chat/s/SecretInvitation")
    await get(app, "/nowhere/13900001111")
    logging.getLogger("huiqi.test").error("王某 13900001111", exc_info=ValueError("王某"))
    told = (await get(app, "/metrics")).text

    lines = told.splitlines()
    assert 'huiqi_inbox_rows{state="dead"} 1.0' in lines
    assert 'huiqi_part_ready{part="tables"} 1.0' in lines
    assert 'huiqi_requests_total{handler="chat_page",status="200"} 1.0' in lines
    assert 'huiqi_requests_total{handler="none",status="404"} 1.0' in lines
    error = 'huiqi_log_records_total{error="ValueError",level="error",logger="huiqi.test"} 1.0'
    assert error in lines
    for words in ("13900001111", "王某", "SecretInvitation", "web:a", "私密"):
        assert words not in told


async def test_sends_are_counted_by_what_came_of_them():
    figures = Figures()
    carrier = CountedCarrier(Post(), figures)

    for contact in ("tg:1:a", "tg:1:b", "tg:1:no"):
        await carrier.send(contact, Part("私密"), bulk=False)
    with pytest.raises(RuntimeError):
        await carrier.send("tg:1:nobody", Part("私密"), bulk=False)

    told = figures.text().decode()
    for outcome, count in (("sent", 2), ("failed", 1), ("broken", 1)):
        assert f'huiqi_sends_total{{channel="tg",outcome="{outcome}"}} {count}.0' in told
    assert "私密" not in told
    assert carrier.parts(Delivered(1, "好")) == (Part("好"),)


async def test_turns_are_counted_by_outcome(unused_tcp_port):
    figures = Figures()
    nowhere = f"http://127.0.0.1:{unused_tcp_port}"
    assistant = CountedAssistant(nowhere, nowhere, "key", figures)

    with pytest.raises(TurnUnavailable):
        await assistant.turn(Claimed(1, "web", "web:a", "问", 0))
    await assistant.close()

    told = figures.text().decode()
    assert 'huiqi_turns_total{outcome="unavailable"} 1.0' in told
    assert "huiqi_turn_seconds_count 1.0" in told


def test_the_log_counts_libraries_by_their_first_name():
    figures = Figures()
    handler = CountedLog(figures)

    handler.handle(logging.LogRecord("uvicorn.error.x", logging.ERROR, "", 1, "私密", None, None))

    told = figures.text().decode()
    assert 'logger="uvicorn"} 1.0' in told
    assert "私密" not in told
