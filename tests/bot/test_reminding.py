"""The sweep: from bound contacts to the outbox, once, quickly, whatever breaks off."""

from __future__ import annotations

import asyncio
import secrets
import threading
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot import inbox, outbox, reminding
from bot.messages import Incoming
from bot.reminding import sweep
from bot.sending.dead_letters import dead_letters
from surveys import handovers
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.delivery_schema import delivery
from surveys.platforms import bindings, records, register, subscriptions
from surveys.platforms.bindings import Binding, Role
from surveys.platforms.entries import month_of
from surveys.platforms.records import Filed
from surveys.schema import reminder
from surveys.sealing import Seal
from tests.bot.tables import rename
from tests.surveys.platforms.invented import at, code, entry, said
from tests.surveys.platforms.many import fill

RECOMMENDER = "江东省中小企业主管部门"
START = "2026-02-20 10:00"
MANY = 1_000


def join(database: Database, contact: str, role: Role, subject: str) -> Binding:
    """Bind a contact and remind it from START on."""
    given = bindings.issue(database, role, subject, secrets.choice, at(START)).replace("-", "")
    bound = bindings.bind(database, contact, given, at(START))
    assert isinstance(bound, Binding)
    subscriptions.subscribe(database, [bound], at(START))
    return bound


@pytest.fixture
def bound(database):
    register.add(database, entry(1), said(START))
    return join(database, "web:a", "platform", code(1))


def texts(database: Database, contact: str = "web:a") -> list[str]:
    return [each.text for each in outbox.after(database, contact, 0)]


def test_a_reminder_reaches_the_outbox_once(database, bound):
    for _ in range(3):
        sweep(database, at("2026-03-05 10:00"))

    (told,) = texts(database)
    assert "2026-03-10前（含当日）在线填报2026-02服务中小企业情况" in told
    assert sweep(database, at("2026-03-05 22:00")) == 0


def test_what_was_reported_is_not_announced(database, bound):
    filed = Filed(month_of("2026-02"), date(2026, 3, 2))
    records.file(database, code(1), filed, said("2026-03-03 09:00"))

    assert sweep(database, at("2026-03-05 10:00")) == 0


def test_who_stops_is_left_alone_and_who_comes_back_starts_afresh(database, bound):
    assert subscriptions.stop(database, "web:a", at("2026-03-02 10:00"))
    assert not subscriptions.stop(database, "web:a", at("2026-03-02 10:00"))
    assert not subscriptions.snooze(database, "web:a", at("2026-03-02 10:00"))
    assert sweep(database, at("2026-03-05 10:00")) == 0

    subscriptions.subscribe(database, [bound], at("2026-03-06 10:00"))
    assert sweep(database, at("2026-03-06 11:00")) == 0
    assert sweep(database, at("2026-03-08 11:00")) == 1


def on_their_way(database: Database) -> list[str]:
    """Reminders that a sender may still take."""
    with database.read() as connection:
        query = select(delivery.c.contact_key).where(delivery.c.state.in_(("queued", "waiting")))
        return list(connection.execute(query).scalars())


def test_who_stops_is_not_sent_what_waits_for_the_morning_either(database, bound):
    join(database, "tg:1:a", "platform", code(1))
    join(database, "tg:1:b", "platform", code(1))  # a colleague
    sweep(database, at("2026-03-05 10:00"))
    assert sorted(on_their_way(database)) == ["tg:1:a", "tg:1:b"]

    subscriptions.stop(database, "tg:1:a", at("2026-03-05 10:01"))

    assert on_their_way(database) == ["tg:1:b"]
    assert dead_letters(database) == []


def test_who_stops_on_one_channel_is_left_alone_on_all_that_a_code_joined(database, bound):
    """From the page to WeChat, and on from there to Telegram; a colleague is another person."""
    join(database, "tg:1:b", "platform", code(1))
    start = at(START)
    for before, after in (("web:a", "wx:x:a"), ("wx:x:a", "tg:1:a")):
        given = handovers.issue(database, before, secrets.choice, start).replace("-", "")
        assert handovers.take(database, after, given, start)
    handovers.issue(database, "web:a", secrets.choice, start)  # a later one that nobody took
    subscriptions.subscribe(database, bindings.of_contact(database, "wx:x:a"), start)

    assert subscriptions.stop(database, "tg:1:a", at("2026-03-02 10:00"))

    assert sweep(database, at("2026-03-05 10:00")) == 1
    assert len(texts(database, "tg:1:b")) == 1


def test_subscribing_again_does_not_start_afresh(database, bound):
    subscriptions.subscribe(database, [bound], at("2026-03-04 10:00"))

    assert sweep(database, at("2026-03-04 11:00")) == 1


def test_tomorrow_means_tomorrow_at_eight(database, bound):
    assert sweep(database, at("2026-03-05 10:00")) == 1
    assert subscriptions.snooze(database, "web:a", at("2026-03-05 10:05"))

    walk = ["2026-03-05 20:00", "2026-03-06 07:59", "2026-03-06 08:00", "2026-03-06 08:05"]
    assert [sweep(database, at(moment)) for moment in walk] == [0, 0, 1, 0]


def test_who_is_bound_no_longer_is_not_reminded(database, bound):
    bindings.end(database, bound.id, at("2026-03-02 10:00"))

    assert sweep(database, at("2026-03-05 10:00")) == 0


def test_a_recommender_is_reminded_of_its_own_report_and_of_nothing_else(database, bound):
    join(database, "web:r", "recommender", RECOMMENDER)
    sweep(database, at("2026-03-05 10:00"))
    sweep(database, at("2026-03-24 10:00"))

    told = texts(database, "web:r")
    assert ["第二十一条第一款" in each for each in told] == [True, True]
    assert [each for each in told if "月报" in each or "填报" in each] == []


def test_sweeps_at_the_same_time_send_once(database, bound):
    counts: list[int] = []
    sweeps = [
        threading.Thread(target=lambda: counts.append(sweep(database, at("2026-03-05 10:00"))))
        for _ in range(6)
    ]
    for each in sweeps:
        each.start()
    for each in sweeps:
        each.join()

    assert sorted(counts) == [0, 0, 0, 0, 0, 1]
    assert len(texts(database)) == 1


def test_a_sweep_that_breaks_off_leaves_nothing_half_done(database, bound):
    """The outbox is gone at the moment of writing; then it is there again."""
    rename(database, "outbox", "away")
    with pytest.raises(OperationalError if database.url.startswith("sqlite") else Exception):
        sweep(database, at("2026-03-05 10:00"))
    with database.write() as connection:
        assert connection.execute(select(func.count()).select_from(reminder)).scalar() == 0
    rename(database, "away", "outbox")

    assert sweep(database, at("2026-03-05 10:00")) == 1


def test_the_chat_page_finds_reminders_between_what_was_said(database, bound):
    for number, moment in enumerate(["2026-03-04 09:00", "2026-03-06 09:00"]):
        asked = Incoming("web", "web", str(number), "web:a", f"问{number}", f"问{number}")
        inbox.receive(database, asked, at(moment), "")
        sweep(database, at("2026-03-05 10:00"))

    lines = outbox.history(database, "web:a", 10)
    assert [line["text"][:2] for line in lines] == ["问0", "提醒", "问1"]
    assert [line["from"] for line in lines] == ["me", "bot", "me"]


async def test_it_goes_on_after_a_failure(database, bound, monkeypatch, caplog):
    monkeypatch.setattr(reminding, "EVERY_SECONDS", 0.01)
    moments = iter(["not a time", at("2026-03-05 10:00")])

    def clock() -> object:
        return next(moments, at("2026-03-05 10:01"))

    office = Office(database, Seal(("invented",)), clock, secrets.token_hex)
    task = asyncio.create_task(reminding.keep_reminding(office))
    async with asyncio.timeout(20):
        while not texts(database):
            await asyncio.sleep(0.02)
    task.cancel()

    assert "reminders were not written" in caplog.text


def test_a_second_sweep_over_many_finds_nothing_to_say(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    fill(database, MANY)

    assert [sweep(database, at("2026-03-05 10:00")) for _ in range(2)] == [MANY, 0]
    database.close()
