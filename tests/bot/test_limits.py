"""One address that asks too often waits, and nobody else."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.limits import MOST, SECONDS, SENTENCE, AddressLimits
from tests.surveys.surveys import Clock

PATHS = [path for _, path in MOST] + ["/s/x"]


class Still(Clock):
    """A clock that stands until it is set."""

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Still()


@pytest.fixture
def app(clock):
    async def answer(_):
        return PlainTextResponse("here")

    routes = [Route(path, answer, methods=["GET", "POST"]) for path in PATHS]
    return Starlette(routes=routes, middleware=[Middleware(AddressLimits, clock=clock)])


def statuses(app, address, which, times):
    client = TestClient(app, client=(address, 50000))
    return [client.request(*which).status_code for _ in range(times)]


@pytest.mark.parametrize("which", MOST, ids=lambda which: which[1])
def test_who_asks_too_often_waits_and_others_do_not(app, clock, which):
    most = MOST[which]

    assert statuses(app, "198.51.100.7", which, most + 1) == [200] * most + [429]
    assert statuses(app, "198.51.100.8", which, 1) == [200]
    clock.now += SECONDS
    assert statuses(app, "198.51.100.7", which, 1) == [200]


def test_the_refusal_says_when_to_come_back(app):
    which = ("POST", "/api/chat/file")
    statuses(app, "198.51.100.7", which, MOST[which])

    refused = TestClient(app, client=("198.51.100.7", 50000)).post(which[1])

    assert refused.json() == {"error": SENTENCE}
    assert refused.headers["retry-after"] == "60"


def test_changing_the_end_of_an_ipv6_address_does_not_help(app):
    which = ("POST", "/api/chat/file")
    for number in range(MOST[which]):
        statuses(app, f"2001:db8::{number:x}", which, 1)

    assert statuses(app, "2001:db8::ffff", which, 1) == [429]


@pytest.mark.parametrize(
    ("address", "which"),
    [("127.0.0.1", ("POST", "/api/chat/file")), ("198.51.100.7", ("GET", "/s/x"))],
    ids=["this machine", "the survey page"],
)
def test_some_are_not_counted(app, address, which):
    assert set(statuses(app, address, which, 40)) == {200}
