"""Many firms answer at once while processes are killed: every answer once, the evidence whole."""

from __future__ import annotations

import asyncio
import secrets
import time
from datetime import UTC, datetime, timedelta

import pytest

from actions.settings import read_settings
from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of
from surveys.campaigns.inviting import code_of, launch
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.sealing import Seal
from tests.bot.test_stack import Talker
from tests.stack import Stack
from tests.surveys.surveys import DETAILS, SEED, list_of

pytestmark = pytest.mark.stack

FIRMS = 60
WALK = (
    *("同意", "是，我代表企业", "王晓明", "办公室主任", "跳过", "接受过", "参加过培训"),
    *("挺好的", "没收过费", "很满意", "一般", "满意", "帮我们培训了员工", "没有", "确认"),
)
QUESTIONS = 14  # consent and thirteen


def surveyed(stack: Stack) -> tuple[Office, str]:
    """A running survey of many firms in the database of a stack."""
    settings = read_settings(stack.environ)
    office = Office(
        Database(settings.database_url),
        Seal((settings.secret_key,)),
        time.time,
        lambda: secrets.token_hex(32),
    )
    details = Details(DETAILS.platform, DETAILS.recommender, FIRMS, DETAILS.frame_source)
    number, _ = freeze(office, details, list_of())
    promise(office, number, "公开数字")
    draw_firms(office, number, SEED)
    launch(office, number, datetime.now(UTC).date() + timedelta(days=7))
    return office, number


def asked(office: Office, number: str):
    with office.database.read() as connection:
        survey = campaigns.find(connection, number)
        return [each for each in firms_of(connection, office, survey) if each.asked]


@pytest.mark.long
async def test_every_answer_is_kept_once_though_processes_are_killed(tmp_path):
    stack = Stack(tmp_path)
    await asyncio.to_thread(stack.start)
    try:
        office, number = surveyed(stack)
        talkers = [Talker(stack.url) for _ in range(FIRMS)]
        for talker in talkers:
            await talker.client.get("/")
        codes = [code_of(office, number, firm.key) for firm in asked(office, number)]

        talks = [
            asyncio.create_task(talker.talk([f"邀请码 {code}", *WALK]))
            for talker, code in zip(talkers, codes, strict=True)
        ]
        for part in ("actions_server", "gateway", "rasa_server"):
            await asyncio.sleep(1.0)
            assert not all(talk.done() for talk in talks), "over before the last was killed"
            stack.kill(part)
            await asyncio.to_thread(stack.wait_until_ready)
        await asyncio.gather(*talks)
        for talker in talkers:
            await talker.client.aclose()

        for firm in asked(office, number):
            assert firm.interview is not None
            assert firm.interview.result == "complete"
            assert [each.question for each in firm.interview.answers] == list(
                firm.interview.confirmed_answers
            )
            assert len(firm.interview.answers) == QUESTIONS
        with office.database.read() as connection:
            assert chain.first_broken(connection) is None
            kinds = [link["kind"] for link in chain.links(connection, number)]
        assert kinds.count("answer") == FIRMS * QUESTIONS
        office.database.close()
    finally:
        stack.stop()
    assert "Traceback" not in stack.logged()
