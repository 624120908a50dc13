"""The webhook: nothing unsigned is taken, and no body breaks it."""

from __future__ import annotations

import json
import random
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.channel import SECRET_HEADER
from bot.telegram.contacts import PATH
from surveys.database import Database
from tests.bot.telegram_house import (
    GREETED,
    PATIENCE,
    SECRET,
    House,
    served,
    settings_for,
    talking,
)
from tests.bot.telegram_recorded import UPDATES
from tests.bot.test_telegram_updates import mutated
from tests.fuzzing import cases, tracebacks

WRONG_SECRETS: dict[str, dict[str, str | bytes]] = {
    "none": {},
    "empty": {SECRET_HEADER: ""},
    "another": {SECRET_HEADER: "invented-Secret_2"},
    "its beginning": {SECRET_HEADER: SECRET[:-1]},
    "not ASCII": {SECRET_HEADER: "密".encode()},
    "in another header": {"X-Secret": SECRET},
}


@pytest.mark.parametrize("headers", WRONG_SECRETS.values(), ids=WRONG_SECRETS)
def test_without_the_secret_nothing_is_taken(database, headers):
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        for content in (json.dumps(UPDATES["text"]).encode(), b"\xff" * 9000):
            response = client.post(PATH, content=content, headers=headers)
            assert response.status_code == 403
            assert response.json()["error"].endswith("。")
    assert here.said() == []


def test_the_secret_is_looked_at_before_the_body(database):
    """The body never comes, and the refusal does."""
    here = House(database, settings_for(None))
    with served(here.app) as url:
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as line:
            head = f"POST {PATH} HTTP/1.1\r\nhost: {host}\r\ncontent-length: 9999999\r\n\r\n"
            line.sendall(head.encode())
            assert line.recv(100).startswith(b"HTTP/1.1 403")


JSON_TYPE = {"content-type": "application/json"}
BAD_BODIES = {
    "broken": (b'{"update_id": 1', JSON_TYPE, 400),
    "empty": (b"", JSON_TYPE, 400),
    "a list": (b"[1]", JSON_TYPE, 400),
    "not UTF-8": (b'{"x": "\xff\xfe"}', JSON_TYPE, 400),
    "nested": (b"[" * 5000, JSON_TYPE, 400),
    "a form": (b"update_id=1", {"content-type": "application/x-www-form-urlencoded"}, 415),
    "too large": (b'{"x": "' + b"x" * 600_000 + b'"}', JSON_TYPE, 413),
    "nothing known": (b"{}", JSON_TYPE, 200),
    "a number": (b'{"update_id": 1e400, "message": 5}', JSON_TYPE, 200),
}


@pytest.mark.parametrize(("body", "headers", "status"), BAD_BODIES.values(), ids=BAD_BODIES)
def test_signed_junk_is_never_our_fault(database, body, headers, status):
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        response = client.post(PATH, content=body, headers={**GREETED, **headers})

    assert response.status_code == status
    assert here.said() == []


def test_the_longest_message_of_telegram_is_not_too_large(database):
    """Escaped six bytes a character, in answer to another such, both full of bold words."""
    long = copy_with(UPDATES["text"], "字" * 4096)
    long["message"]["reply_to_message"] = copy_with(UPDATES["text"], "🙂" * 2048)["message"]
    here = House(database, settings_for(None))
    with talking(here.app) as client:
        body = json.dumps(long).encode()
        response = client.post(PATH, content=body, headers={**GREETED, **JSON_TYPE})

    assert response.status_code == 200


def copy_with(update: dict[str, Any], text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(update))
    bold = [{"type": "bold", "offset": n, "length": 1} for n in range(100)]
    made["message"] |= {"text": text, "entities": bold}
    return made


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'huiqi.db'}")
    database.migrate()
    here = House(database, settings_for(None))
    with tracebacks() as found, talking(here.app) as client:
        yield here, client
    database.close()
    assert found == []


BYTES = st.binary(max_size=200) | st.text(max_size=100).map(str.encode)
BROKEN = st.tuples(st.sampled_from(sorted(UPDATES)), st.integers()).map(
    lambda given: json.dumps(mutated(UPDATES[given[0]], random.Random(given[1]))).encode()
)


@cases(150)
@given(body=BROKEN | BYTES, signed=st.booleans())
def test_whatever_is_posted_is_no_fault_of_ours_and_unsigned_is_nothing(fuzzed, body, signed):
    here, client = fuzzed
    before = len(here.said())

    response = client.post(PATH, content=body, headers={**JSON_TYPE, **(GREETED if signed else {})})

    # 424: a file that Telegram does not hand over is to be delivered again.
    assert response.status_code in ((200, 400, 424) if signed else (403,))
    if not signed:
        assert len(here.said()) == before
    assert not [words for _, words in here.said()[before:] if words.startswith("/")]
