"""WeChat's carrier: which way a message goes on each kind of account, and what codes mean."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.messages import Delivered
from bot.sending import carrier as outcomes
from bot.sending.carrier import Failed, Halt, Later, Part, Sent, Unreachable, Waits
from bot.wechat import consents, quota
from bot.wechat.account import Notice
from bot.wechat.api import open_api
from bot.wechat.carrier import PAUSE, WeChatCarrier
from bot.wechat.errcodes import known_codes
from bot.wechat.notices import laid_over
from bot.wechat.reading import Consents
from surveys.platforms.model import BEIJING
from tests.bot.wechat_house import SEAL, SUBSCRIPTION, TEMPLATE, account
from tests.bot.wechat_server import running

ANNA = "oAnna_invented_0000000000001"
TEXT = Part("提醒：示例平台的季度报告，还有3天。")
CODES = yaml.safe_load(Path(__file__).with_name("wechat_errcodes.yaml").read_text(encoding="utf-8"))


class Clock:
    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def server():
    with running() as wechat:
        yield wechat


@pytest.fixture
def wechat(server, clock):
    """One server for all tests of this file, as new."""
    server.renewed().now = clock
    server.templates = {TEMPLATE: ("thing1", "thing2"), SUBSCRIPTION: ("thing1",)}
    return server


class Way:
    """A carrier and what the platform and we know of one contact."""

    def __init__(self, database, wechat, clock, **changes) -> None:
        self.account = account(wechat.kind, **changes)
        api = open_api(self.account, wechat.url, database, SEAL, clock)
        self.carrier = WeChatCarrier(self.account, api, database, clock)
        self.key = self.account.contact_key(ANNA)
        self._database, self._wechat, self._clock = database, wechat, clock

    def heard(self, by: str) -> None:
        self._wechat.heard(ANNA, by)
        with self._database.write() as connection:
            quota.opened(connection, self.key, by, self._clock())

    def agreed(self, template: str, times: int) -> None:
        self._wechat.consents[ANNA] += times
        with self._database.write() as connection:
            for _ in range(times):
                consents.told(connection, self.key, Consents(((template, 1),)))

    async def send(self, part: Part = TEXT, *, bulk: bool = False) -> outcomes.Outcome:
        return await self.carrier.send(self.key, part, bulk=bulk)


@pytest.fixture
async def way(database, wechat, clock):
    made = []

    def make(kind: str = "service", **changes) -> Way:
        wechat.kind = kind
        made.append(Way(database, wechat, clock, **changes))
        return made[-1]

    yield make
    for each in made:
        await each.carrier.close()


@pytest.mark.parametrize("kind", ["subscription", "service"])
async def test_a_reply_goes_by_customer_service_while_the_allowance_lasts(way, wechat, kind):
    by = way(kind)
    by.heard("message")

    sent = [await by.send(Part(f"第{number}条")) for number in range(7)]

    assert [type(each) for each in sent] == [Sent] * 5 + [Waits] * 2
    assert wechat.texts() == [f"第{number}条" for number in range(5)]
    assert len(wechat.calls) == 5  # what is surely refused is not asked


@pytest.mark.parametrize(("by", "most", "seconds"), [("message", 5, 48 * 3600), ("action", 3, 60)])
async def test_an_allowance_ends(way, wechat, clock, by, most, seconds):
    each = way()
    each.heard(by)
    clock.now += seconds - 1
    assert isinstance(await each.send(), Sent)
    clock.now += 2
    assert isinstance(await each.send(), Waits)
    each.heard(by)
    assert [type(await each.send()) for _ in range(most + 1)] == [Sent] * most + [Waits]


async def test_a_touch_does_not_add_to_what_a_message_allows(way):
    each = way()
    each.heard("message")
    each.heard("action")
    assert [type(await each.send()) for _ in range(9)] == [Sent] * 8 + [Waits]


async def test_the_allowance_that_ends_first_is_used_first(way, clock):
    each = way()
    each.heard("message")
    each.heard("action")
    assert [type(await each.send()) for _ in range(3)] == [Sent] * 3
    clock.now += 61
    assert [type(await each.send()) for _ in range(6)] == [Sent] * 5 + [Waits]


async def test_an_unverified_account_sends_nothing(way, wechat):
    each = way("unverified")
    each.heard("message")
    assert isinstance(await each.send(), Waits)
    assert isinstance(await each.send(bulk=True), Waits)
    assert wechat.asked == []


async def test_a_reminder_goes_by_template(way, wechat):
    assert isinstance(await way().send(bulk=True), Sent)
    (sent,) = wechat.sent
    assert sent["data"] == laid_over(TEXT.text, Notice(TEMPLATE, ("thing1", "thing2")))


async def test_a_reminder_asked_for_twice_arrives_once(way, wechat):
    each = way()
    assert [type(await each.send(bulk=True)) for _ in range(2)] == [Sent, Sent]
    assert len(wechat.sent) == 1


async def test_without_a_template_a_reminder_goes_where_it_was_agreed_to(way, wechat):
    each = way(template=None)
    each.agreed(SUBSCRIPTION, 2)

    sent = [await each.send(Part(f"{n}"), bulk=True) for n in range(3)]

    assert [type(each) for each in sent] == [Sent, Sent, Waits]
    assert [each["template_id"] for each in wechat.sent] == [SUBSCRIPTION] * 2


async def test_a_reminder_leaves_some_of_the_allowance_to_replies(way, wechat):
    each = way("subscription")
    each.heard("message")

    sent = [await each.send(bulk=True) for _ in range(4)]

    assert [type(each) for each in sent] == [Sent, Sent, Sent, Waits]
    assert isinstance(await each.send(), Sent)


@pytest.mark.parametrize("code", CODES, ids=lambda case: str(case["code"]))
async def test_each_error_code_has_its_outcome(way, wechat, code):
    each = way(subscription=None)
    right = "template" if code.get("bulk") else "custom"
    each.heard("message")
    wechat.faults[right] = [code["code"]] * 2

    outcome = await each.send(bulk=bool(code.get("bulk")))

    assert type(outcome) is getattr(outcomes, code["outcome"])
    assert str(code["code"]) in getattr(outcome, "reason", str(code["code"]))
    if "seconds" in code:
        assert outcome.seconds == code["seconds"]


def test_every_error_code_has_a_case():
    assert {case["code"] for case in CODES} == set(known_codes())


async def test_an_unknown_code_is_named(way, wechat):
    each = way()
    each.heard("message")
    wechat.faults["custom"] = [99999]
    assert await each.send() == Failed("微信返回错误码99999")


async def test_the_platforms_count_outdoes_ours(way, wechat):
    each = way()
    each.heard("message")
    wechat.faults["custom"] = [45047]

    assert [type(await each.send()) for _ in range(2)] == [Waits, Waits]
    assert len(wechat.calls) == 1


async def test_too_frequent_notices_go_on_after_hours(way, wechat, clock):
    each = way(subscription=None)
    wechat.faults["template"] = [43117]
    assert isinstance(await each.send(bulk=True), Waits)
    assert isinstance(await each.send(bulk=True), Waits)
    assert len(wechat.calls) == 1
    clock.now += 6 * 3600 + 1
    assert isinstance(await each.send(bulk=True), Sent)


async def test_the_number_of_calls_comes_back_at_midnight_in_beijing(way, wechat, clock):
    clock.now = datetime(2026, 3, 5, 20, 30, tzinfo=BEIJING).timestamp()
    each = way()
    each.heard("message")
    wechat.faults["custom"] = [45009]
    outcome = await each.send()
    assert isinstance(outcome, Halt)
    assert outcome.seconds == 3.5 * 3600 + 60


@pytest.mark.parametrize("code", [43101, 48002])
async def test_who_takes_no_notices_is_asked_no_more_by_template(way, wechat, clock, code):
    each = way("service", subscription=None)
    wechat.faults["template"] = [code]
    assert [type(await each.send(Part(f"{n}"), bulk=True)) for n in range(3)] == [Waits] * 3
    clock.now += 24 * 3600.0
    assert isinstance(await each.send(bulk=True), Waits)
    assert len(wechat.calls) == 1


async def test_who_closed_the_account_is_left_alone_until_it_writes(way, wechat):
    each = way("subscription")
    each.heard("message")
    wechat.faults["custom"] = [48002]
    assert [type(await each.send()) for _ in range(3)] == [Waits] * 3
    assert len(wechat.calls) == 1
    each.heard("message")
    assert isinstance(await each.send(), Sent)


async def test_a_refused_consent_is_not_asked_again(way, wechat):
    each = way(template=None)
    each.agreed(SUBSCRIPTION, 3)
    wechat.consents[ANNA] = 0
    assert [type(await each.send(bulk=True)) for _ in range(2)] == [Waits, Waits]
    assert len(wechat.calls) == 1


async def test_a_way_that_failed_gives_its_allowance_back(way, wechat):
    each = way()
    each.heard("message")
    wechat.faults["custom"] = [-1] * 3
    for _ in range(3):
        await each.send()
    assert [type(await each.send()) for _ in range(6)] == [Sent] * 5 + [Waits]


@pytest.mark.parametrize("fault", ["502", "garbage", -1])
async def test_a_server_in_trouble_is_tried_again(way, wechat, fault):
    each = way()
    each.heard("message")
    wechat.faults["custom"] = [fault]
    outcome = await each.send()
    assert isinstance(outcome, Later)
    assert (outcome.seconds, outcome.throttled) == (PAUSE, False)
    assert isinstance(await each.send(), Sent)


@pytest.mark.parametrize(("bulk", "outcome"), [(False, Later), (True, Failed)])
async def test_what_may_have_arrived_is_repeated_only_for_replies(way, wechat, bulk, outcome):
    each = way("subscription")
    each.heard("message")
    wechat.faults["custom"] = ["502"]
    assert isinstance(await each.send(bulk=bulk), outcome)


async def test_no_network_is_tried_again(way, wechat):
    wechat_url, wechat.url = wechat.url, "http://127.0.0.1:9"
    each = way()
    wechat.url = wechat_url
    each.heard("message")
    outcome = await each.send(bulk=True)
    assert outcome == Later(PAUSE, "连不上微信的服务器，请检查网络")


async def test_the_address_to_be_listed_is_named(way, wechat):
    each = way()
    each.heard("message")
    wechat.faults["token"] = [40164]
    outcome = await each.send()
    assert isinstance(outcome, Halt)
    assert "203.0.113.7" in outcome.reason


async def test_whoever_does_not_follow_is_unreachable(way, wechat):
    each = way()
    each.heard("message")
    wechat.strangers.add(ANNA)
    assert isinstance(await each.send(), Unreachable)


async def test_parts_and_options_fit_what_the_platform_takes(way, wechat):
    each = way()
    each.heard("message")
    options = tuple({"title": f"选项{n}", "token": "t" * 20} for n in range(6))
    parts = each.carrier.parts(Delivered(1, "问" * 900, options))

    assert [type(await each.send(part)) for part in parts] == [Sent, Sent]
    assert wechat.texts()[-1].count("<a href") == 6
