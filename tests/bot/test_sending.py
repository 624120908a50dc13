"""The sender: in order, once, by the channel's answers, over crashes, by day."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from datetime import datetime

import pytest
from sqlalchemy import select

from bot import inbox, outbox
from bot.messages import Claimed, Delivered, Incoming, Reply
from bot.outbox import Unasked
from bot.sending import contacts, deliveries
from bot.sending.carrier import (
    Carrier,
    Failed,
    Halt,
    Later,
    Outcome,
    Part,
    Sent,
    Unreachable,
    Waits,
)
from bot.sending.dead_letters import dead_letters, send_again, set_aside
from bot.sending.pace import Pace
from bot.sending.sender import LONGEST_PAUSE, MOST_TRIES, NO_ANSWER, Sender
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.platforms.model import BEIJING

NOON = datetime(2026, 3, 5, 12, tzinfo=BEIJING).timestamp()
NIGHT = datetime(2026, 3, 5, 23, tzinfo=BEIJING).timestamp()
ANNA, BEN = "tg:1:anna", "tg:1:ben"


class Clock:
    """Moves only when it is told to."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Line(Carrier):
    """A channel that answers as it is told, and keeps what it took."""

    prefix = "tg:1:"
    per_second = 1000.0
    contact_seconds = 0.0

    def __init__(self) -> None:
        self.taken: dict[str, list[str]] = defaultdict(list)
        self.answers: list[Outcome] = []
        self.calls = 0

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        return tuple(map(Part, said.text.split("|")))

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Outcome:
        self.calls += 1
        outcome = self.answers.pop(0) if self.answers else Sent()
        if isinstance(outcome, Sent):
            self.taken[contact_key].append(part.text)
        return outcome


@pytest.fixture(autouse=True)
def _eager(monkeypatch):
    monkeypatch.setattr("bot.sending.sender.IDLE_SECONDS", 0.02)


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def clock():
    return Clock(NOON)


def write(database: Database, contact: str, text: str, now: float = NOON, number: int = 0) -> int:
    """A message of a contact, answered with `text`; gives the outbox row."""
    received = inbox.receive(
        database,
        Incoming("telegram", "1", f"{contact}{text}{number}", contact, "问", "问"),
        now,
        "me",
    )
    claimed = received.taken or Claimed(received.id, "telegram", contact, "问", 0)
    with database.write() as connection:
        inbox.close(connection, claimed, "me", now, inbox.DONE)
        return outbox.put(connection, claimed, Reply(text), now).id


def remind(database: Database, contact: str, text: str) -> None:
    with database.write() as connection:
        outbox.put_unasked(connection, [Unasked(f"r:{contact}{text}", contact, text)], NOON)


async def run(database: Database, line: Line, clock: Clock, seconds: float = 0.25) -> None:
    """Let a sender work until nothing changes for a moment."""
    sender = Sender(database, [line], clock)
    task = asyncio.create_task(sender.run())
    before: object = None
    while before != (before := (line.calls, states(database))):
        await asyncio.sleep(seconds)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def states(database: Database) -> list[str]:
    with database.read() as connection:
        query = select(delivery.c.state).order_by(delivery.c.outbox_id)
        return list(connection.execute(query).scalars())


async def test_each_contact_gets_its_replies_once_and_in_order(database, line, clock):
    for number in range(20):
        write(database, (ANNA, BEN)[number % 2], f"第{number}条")

    await run(database, line, clock)

    assert line.taken[ANNA] == [f"第{number}条" for number in range(0, 20, 2)]
    assert line.taken[BEN] == [f"第{number}条" for number in range(1, 20, 2)]
    assert set(states(database)) == {"sent"}


async def test_a_web_contact_is_left_to_the_page(database, line, clock):
    write(database, "web:a", "答")
    await run(database, line, clock)
    assert states(database) == []


OUTCOMES = [
    (Later(5, "忙"), "queued"),
    (Halt(60, "配置"), "queued"),
    (Waits("窗口已关"), "waiting"),
    (Unreachable("拉黑"), "dead"),
    (Failed("太长"), "dead"),
    (Sent(), "sent"),
]


@pytest.mark.parametrize(("outcome", "state"), OUTCOMES)
async def test_an_outcome_decides_what_becomes_of_a_message(database, line, clock, outcome, state):
    write(database, ANNA, "答")
    line.answers = [outcome]

    await run(database, line, clock)

    assert states(database) == [state]
    assert [each.reason for each in dead_letters(database)] == (
        [outcome.reason] if state == "dead" else []
    )


async def test_a_message_goes_on_with_the_part_that_was_not_sent(database, line, clock):
    write(database, ANNA, "一|二|三")
    line.answers = [Sent(), Later(5, "忙")]
    await run(database, line, clock)
    assert line.taken[ANNA] == ["一"]

    clock.now += 6
    await run(database, line, clock)

    assert line.taken[ANNA] == ["一", "二", "三"]


async def test_nothing_overtakes_what_is_tried_again(database, line, clock):
    write(database, ANNA, "先")
    write(database, ANNA, "后")
    line.answers = [Later(5, "忙")]
    await run(database, line, clock)
    assert line.taken[ANNA] == []

    clock.now += 6
    await run(database, line, clock)

    assert line.taken[ANNA] == ["先", "后"]


async def test_nothing_overtakes_what_waits_for_the_contact(database, line, clock):
    write(database, ANNA, "先")
    write(database, ANNA, "后")
    line.answers = [Waits("窗口已关")]
    await run(database, line, clock)
    assert states(database) == ["waiting", "queued"]
    assert line.taken[ANNA] == []

    write(database, ANNA, "末")
    await run(database, line, clock)

    assert line.taken[ANNA] == ["先", "后", "末"]


async def test_each_part_has_its_own_second_try(database, line, clock):
    write(database, ANNA, "一|二|三")
    unsure = Later(0, "没有应答", unsure=True)
    line.answers = [unsure, Sent(), unsure, Sent(), unsure]

    await run(database, line, clock)

    assert line.taken[ANNA] == ["一", "二", "三"]


async def test_the_channels_number_of_what_it_took_is_kept(database, line, clock):
    write(database, ANNA, "一|二")
    line.answers = [Sent("7"), Sent("8")]
    await run(database, line, clock)
    with database.read() as connection:
        assert connection.execute(select(delivery.c.external_id)).scalar() == "8"


async def test_tries_end_among_the_dead_letters(database, line, clock):
    write(database, ANNA, "答")
    line.answers = [Later(0, "服务器没有应答")] * MOST_TRIES

    await run(database, line, clock)

    (letter,) = dead_letters(database)
    assert letter.reason == f"试了{MOST_TRIES}次没有发出去：服务器没有应答"
    assert not letter.bulk
    assert send_again(database, letter.id, clock.now)
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答"]


async def test_what_may_have_arrived_is_sent_once_more_at_most(database, line, clock):
    write(database, ANNA, "答")
    line.answers = [Later(0, "没有应答", unsure=True)] * 3

    await run(database, line, clock)

    (letter,) = dead_letters(database)
    assert letter.reason == NO_ANSWER
    assert line.calls == 2
    line.answers = []
    assert send_again(database, letter.id, clock.now)
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答"]


async def test_who_does_not_answer_is_left_alone_longer_each_time(database, line, clock):
    write(database, ANNA, "答")
    line.answers = [Later(5, "服务器没有应答")] * 5
    pauses = []
    for _ in line.answers[:]:
        await run(database, line, clock)
        pauses.append(next_at(database) - clock.now)
        clock.now = next_at(database)
    await run(database, line, clock)

    assert pauses == [5, 15, 45, LONGEST_PAUSE, LONGEST_PAUSE]
    assert line.taken[ANNA] == ["答"]


def next_at(database: Database) -> float:
    with database.read() as connection:
        return connection.execute(select(delivery.c.next_at)).scalar_one()


async def test_being_throttled_is_no_try(database, line, clock):
    write(database, ANNA, "答")
    line.answers = [Later(0, "慢些", throttled=True)] * (MOST_TRIES + 2)
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答"]


async def test_a_stopped_account_is_not_called(database, line, clock):
    write(database, ANNA, "一")
    write(database, BEN, "二")
    line.answers = [Halt(60, "白名单"), Halt(60, "白名单")]
    await run(database, line, clock)
    assert line.calls <= 2

    clock.now += 61
    await run(database, line, clock)

    assert line.taken == {ANNA: ["一"], BEN: ["二"]}


async def test_what_waits_goes_when_the_contact_writes(database, line, clock):
    remind(database, ANNA, "该报了")
    line.answers = [Waits("窗口已关")]
    await run(database, line, clock)
    assert states(database) == ["waiting"]

    write(database, ANNA, "您好")
    await run(database, line, clock)

    assert line.taken[ANNA] == ["您好", "该报了"]


async def test_a_lost_contact_is_left_alone_until_it_writes(database, line, clock):
    write(database, ANNA, "一")
    write(database, ANNA, "二")
    line.answers = [Unreachable("拉黑")]
    await run(database, line, clock)
    remind(database, ANNA, "该报了")
    assert states(database) == ["dead", "dead", "dead"]
    assert line.calls == 1

    write(database, ANNA, "三")
    await run(database, line, clock)

    assert line.taken[ANNA] == ["三"]


@pytest.mark.parametrize(
    ("bulk", "tries", "state"), [(False, 1, "queued"), (False, 2, "dead"), (True, 1, "dead")]
)
def test_a_message_found_half_sent(database, bulk, tries, state):
    """Whether it arrived is unknown: a reply is sent once more, a reminder is not."""
    if bulk:
        remind(database, ANNA, "该报了")
    else:
        write(database, ANNA, "答")
    now = NOON
    for number in range(tries):
        with database.write() as connection:
            deliveries.claim(connection, ["tg:1:"], f"killed {number}", now, 5)
            deliveries.take_back(connection, now + 5)  # its lease has not ended
        assert states(database) == ["sending"]
        now += deliveries.LEASE_SECONDS + 1
        with database.write() as connection:
            deliveries.take_back(connection, now)
    assert states(database) == [state]


def test_a_sender_that_was_slow_does_not_write_over_its_follower(database):
    write(database, ANNA, "答")
    with database.write() as connection:
        (job,) = deliveries.claim(connection, ["tg:1:"], "slow", NOON, 5)
        deliveries.take_back(connection, NOON + 60)
        deliveries.claim(connection, ["tg:1:"], "next", NOON + 60, 5)
        assert not deliveries.settle(connection, job, "slow", NOON + 61, state="dead")
        assert deliveries.settle(connection, job, "next", NOON + 61, state="sent")


async def test_reminders_wait_for_the_morning_and_are_few(database, line, clock):
    clock.now = NIGHT
    for number in range(5):
        remind(database, ANNA, f"提醒{number}")
    write(database, BEN, "答")
    await run(database, line, clock)
    assert line.taken == {BEN: ["答"]}

    clock.now = NIGHT + 12 * 3600
    await run(database, line, clock)

    assert line.taken[ANNA] == ["提醒0", "提醒1", "提醒2"]


async def test_a_reminder_that_waits_for_the_morning_keeps_no_answer_waiting(database, line, clock):
    clock.now = NIGHT
    remind(database, ANNA, "该报了")
    await run(database, line, clock)
    write(database, ANNA, "答", NIGHT)
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答"]

    clock.now = NIGHT + 12 * 3600
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答", "该报了"]


def test_answers_go_before_reminders_and_one_contact_gets_one_at_a_time(database):
    for contact in (ANNA, BEN):
        remind(database, contact, "该报了")
    write(database, BEN, "答")
    taken = []
    for _ in range(3):
        with database.write() as connection:
            jobs = deliveries.claim(connection, ["tg:1:"], "me", NOON, 5)
            taken.append([(each.contact_key, each.said.text) for each in jobs])
            for job in jobs[:1]:
                deliveries.settle(connection, job, "me", NOON, state="sent")

    assert taken == [[(BEN, "答"), (ANNA, "该报了")], [(BEN, "该报了")], []]


async def test_a_held_contact_is_left_to_the_open_request(database, line, clock):
    write(database, ANNA, "答")
    with database.write() as connection:
        contacts.hold(connection, ANNA, NOON + 16)
    await run(database, line, clock)
    assert line.taken == {}

    clock.now += 17
    await run(database, line, clock)
    assert line.taken[ANNA] == ["答"]


def test_a_dead_letter_can_be_set_aside(database):
    with database.write() as connection:
        contacts.lose(connection, ANNA, "拉黑", NOON)
    remind(database, ANNA, "该报了")
    (letter,) = dead_letters(database)

    assert set_aside(database, letter.id, NOON)
    assert not set_aside(database, letter.id, NOON)
    assert dead_letters(database) == []


def test_the_pace_keeps_contacts_apart_without_keeping_others_waiting():
    pace = Pace(per_second=10, contact_seconds=1)
    assert pace.wait("a", 100.0) == 0
    assert pace.wait("a", 100.0) == pytest.approx(1)
    assert pace.wait("b", 100.0) == pytest.approx(0.2)
    assert pace.wait("a", 105.0) == 0
