"""What events tell of a contact: consents, receipts, allowances; each counted once."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from bot.outbox import Unasked, put_unasked
from bot.sending import deliveries
from bot.wechat import consents, quota
from surveys.delivery_schema import contact, delivery
from surveys.wechat_schema import wechat_quota
from tests.bot.wechat_house import TEMPLATE, open_house
from tests.bot.wechat_platform import APPID
from tests.bot.wechat_server import running

ANNA = "oAnna_invented_0000000000001"
KEY = f"wx:{APPID}:{ANNA}"
FOLDER = Path(__file__).with_name("wechat_messages")


@pytest.fixture(scope="module")
def server():
    with running() as wechat:
        yield wechat


@pytest.fixture
def wechat(server):
    return server.renewed()


async def deliver(house, name: str, times: int = 1) -> None:
    """A recorded event, as often as the platform repeats it."""
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(times):
            query, body = house.platform.envelope((FOLDER / f"{name}.xml").read_text())
            response = await http.post(house.url, params=query, content=body.encode())
            assert (response.status_code, response.text) == (200, "success")


def remaining(database, template: str = "template-1") -> int:
    with database.read() as connection:
        return consents.remaining(connection, KEY, template)


async def test_a_consent_is_counted_once_however_often_it_is_told(database, wechat):
    async with open_house(database, wechat) as house:
        await deliver(house, "notice_agreed", times=3)
        assert remaining(database) == 1
        await deliver(house, "notice_given_up")
        assert remaining(database) == 0


async def test_a_refused_notice_ends_the_consent(database, wechat):
    async with open_house(database, wechat) as house:
        await deliver(house, "notice_agreed")
        await deliver(house, "notice_refused")
    assert remaining(database) == 0


async def test_a_blocked_notice_makes_the_contact_unreachable(database, wechat):
    async with open_house(database, wechat) as house:
        await deliver(house, "template_user_block")
    with database.read() as connection:
        assert deliveries.is_lost(connection, KEY)


@pytest.mark.parametrize("name", ["template_success", "template_system_failed", "notice_delivered"])
async def test_other_receipts_leave_the_contact_as_it_is(database, wechat, name):
    async with open_house(database, wechat) as house:
        await deliver(house, name)
    with database.read() as connection:
        assert not deliveries.is_lost(connection, KEY)
        assert quota.template_after(connection, KEY) == 0


async def test_notices_that_came_too_often_rest_for_hours(database, wechat):
    wechat.templates[TEMPLATE] = ("thing1", "thing2")
    async with open_house(database, wechat) as house:
        await deliver(house, "template_freq_limit")
    with database.read() as connection:
        assert quota.template_after(connection, KEY) > time.time() + 5 * 3600


RECEIPTS = {
    "template_freq_limit": ("queued", "freq limit"),
    "template_system_failed": ("dead", "system failed"),
    "template_user_block": ("dead", "user block"),
    "template_success": ("sent", None),
    "notice_refused": ("queued", "43101"),
}


@pytest.mark.parametrize("name", RECEIPTS)
async def test_a_reminder_that_did_not_arrive_is_not_taken_for_sent(database, wechat, name):
    """Sent again after hours, by another way, or shown to a person with the platform's reason."""
    state, reason = RECEIPTS[name]
    number = "1864323726461255" if name == "notice_refused" else "2001634220000000"
    async with open_house(database, wechat) as house:
        with database.write() as connection:
            put_unasked(connection, [Unasked("r:1", KEY, "该报了")], time.time())
            sent = {"state": "sent", "external_id": number, "next_at": 0.0}
            connection.execute(update(delivery).values(**sent))
            connection.execute(contact.insert(), {"contact_key": KEY, "held_until": 1e12})
        await deliver(house, name, times=2)

    with database.read() as connection:
        row = connection.execute(select(delivery)).one()
    assert row.state == state
    assert row.reason is None if reason is None else reason in row.reason
    hours = (row.next_at - time.time()) / 3600
    assert (hours > 5) is (name == "template_freq_limit")


async def test_what_never_arrives_is_given_up_in_the_end(database, wechat):
    with database.write() as connection:
        put_unasked(connection, [Unasked("r:1", KEY, "该报了")], time.time())
        states = []
        for _ in range(deliveries.MOST_AGAIN + 1):
            connection.execute(update(delivery).values(state="sent", external_id="7"))
            deliveries.undelivered(connection, KEY, "7", 0.0, "没有送到", again_at=1.0)
            states.append(connection.execute(select(delivery.c.state)).scalar_one())

    assert states == ["queued"] * deliveries.MOST_AGAIN + ["dead"]


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("menu_page", []),
        ("location_reported", []),
        ("menu_scan", [(0, 3)]),
        ("menu_scan_and_wait", [(0, 3)]),
    ],
)
async def test_events_without_an_answer_allow_what_the_platform_says(database, wechat, name, left):
    async with open_house(database, wechat) as house:
        await deliver(house, name)
        assert house.inbox() == []
    with database.read() as connection:
        query = select(wechat_quota.c.message_left, wechat_quota.c.action_left)
        assert [tuple(row) for row in connection.execute(query)] == left
