"""The access token: fetched once for all, renewed once when refused, told to nobody."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
import traceback

import pytest

from bot.logs import set_up_logging
from bot.wechat.api import open_api
from bot.wechat.errors import WeChatRefused
from bot.wechat.line import Unanswered
from surveys.database import Database
from surveys.sealing import Seal
from surveys.wechat_schema import wechat_token
from tests.bot.wechat_house import SEAL, account
from tests.bot.wechat_platform import SECRET
from tests.bot.wechat_server import running

PATH = "/cgi-bin/message/custom/send"
BODY = {"touser": "oAnna_invented", "msgtype": "text", "text": {"content": "您好"}}


@pytest.fixture(scope="module")
def server():
    with running() as wechat:
        yield wechat


@pytest.fixture
def wechat(server):
    server.renewed()
    server.heard("oAnna_invented", "message")
    return server


@pytest.fixture
def clock():
    moments = [time.time()]

    def now() -> float:
        return moments[0]

    now.moments = moments
    return now


@pytest.fixture
async def api(database, wechat, clock):
    opened = open_api(account(), wechat.url, database, SEAL, clock)
    yield opened
    await opened.close()


async def test_one_token_does_for_many_calls(api, wechat):
    for _ in range(4):
        await api.post(PATH, BODY)
    assert len(wechat.asked) == 1
    assert wechat.asked[0]["force_refresh"] is False


async def test_calls_at_once_fetch_one_token(database, wechat):
    each = [open_api(account(), wechat.url, database, SEAL, time.time) for _ in range(5)]
    await asyncio.gather(*(one.post(PATH, BODY) for one in each))
    assert len(wechat.asked) == 1
    for one in each:
        await one.close()


PROCESS = """
import asyncio, sys, time
from surveys.database import Database
from bot.wechat.api import open_api
from tests.bot.wechat_house import SEAL, account

async def main():
    database = Database(sys.argv[1])
    api = open_api(account(), sys.argv[2], database, SEAL, time.time)
    await api.get("/cgi-bin/template/get_all_private_template")
    await api.close()
    database.close()

asyncio.run(main())
"""


def test_processes_share_a_token(database: Database, wechat):
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", PROCESS, url, wechat.url]
    started = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in started] == [0, 0]
    assert (len(wechat.asked), len(wechat.calls)) == (1, 2)


async def test_an_old_token_is_renewed_before_it_ends(api, wechat, clock):
    await api.post(PATH, BODY)
    clock.moments[0] += 7200 - 30
    wechat.now = clock
    await api.post(PATH, BODY)
    assert len(wechat.asked) == 2


async def test_a_disowned_token_is_renewed_once(api, wechat):
    await api.post(PATH, BODY)
    wechat.disown()
    await api.post(PATH, BODY)
    assert (len(wechat.asked), len(wechat.calls)) == (2, 3)


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_refused_without_end_is_not_fetched_without_end(api, wechat, code):
    for _ in range(3):
        wechat.faults["custom"] = [code] * 20
        with pytest.raises(WeChatRefused) as error:
            await api.post(PATH, BODY)
        assert error.value.code == code

    assert len(wechat.calls) == 6
    assert sum(each["force_refresh"] for each in wechat.asked) == 1  # 20 a day are allowed
    assert len(wechat.asked) <= 5


async def test_a_lease_whose_holder_died_ends(api, wechat, database, clock):
    with database.write() as connection:
        row = {"appid": account().appid, "sealed": "", "expires_at": 0.0, "forced_at": 0.0}
        connection.execute(wechat_token.insert(), {**row, "leased_until": clock() + 5})
    waiting = asyncio.create_task(api.post(PATH, BODY))
    await asyncio.sleep(0.3)
    assert wechat.asked == []

    clock.moments[0] += 6
    await waiting
    assert len(wechat.asked) == 1


async def test_a_fetch_that_failed_leaves_no_lease(api, wechat):
    wechat.faults["token"] = ["502"]
    with pytest.raises(Unanswered):
        await api.post(PATH, BODY)
    await api.post(PATH, BODY)


async def test_the_token_lies_sealed(api, wechat, database):
    await api.post(PATH, BODY)
    (token,) = wechat.tokens
    with database.read() as connection:
        row = connection.execute(wechat_token.select()).one()
    assert token not in str(tuple(row))


async def test_after_a_change_of_our_own_secret_a_token_is_fetched(api, wechat, database, clock):
    await api.post(PATH, BODY)
    other = open_api(account(), wechat.url, database, Seal(("another secret",)), clock)
    await other.post(PATH, BODY)
    await other.close()
    assert len(wechat.asked) == 2


FAULTS = ["502", "garbage", -1, 40164, 40125, 45009]


@pytest.fixture
def _logging_restored():
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    yield
    root.handlers[:] = kept
    root.setLevel(level)
    logging.captureWarnings(False)


@pytest.mark.usefixtures("_logging_restored")
@pytest.mark.parametrize("right", ["token", "custom"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_no_secret_is_in_a_log_or_an_exception(api, wechat, right, fault, capsys):
    set_up_logging("text")
    wechat.faults[right] = [fault]
    with pytest.raises((WeChatRefused, Unanswered)) as error:
        await api.post(PATH, BODY)
    shown = "".join(traceback.format_exception(error.value)) + capsys.readouterr().err
    for secret in (SECRET, "oAnna", *wechat.tokens):
        assert secret not in shown


def test_an_account_does_not_show_its_secrets():
    shown = repr(account())
    assert all(each not in shown for each in (SECRET, account().token, account().aes_key))
