"""The inbox: once each, in order for a contact, never lost."""

from __future__ import annotations

import random
import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import inbox, outbox
from bot.errors import TooManyWaiting
from bot.messages import Button, Incoming, Reply
from surveys.database import Database


def message(contact: str, number: object) -> Incoming:
    return Incoming(
        "web", "web", f"{contact}:{number}", f"web:{contact}", f"问{number}", f"问{number}"
    )


def finish(database: Database, row, owner: str, now: float, reply: Reply | None = None) -> bool:
    with database.write() as connection:
        done = inbox.close(connection, row, owner, now, inbox.DONE)
        if done:
            outbox.put(connection, row, reply or Reply(f"答{row.said}"), now)
        return done


def test_the_same_delivery_again_finds_the_first_row(database):
    first, again = (inbox.receive(database, message("甲", 1), 0.0) for _ in range(2))

    assert first.id == again.id
    assert (first.fresh, again.fresh) == (True, False)


def test_a_contact_is_answered_in_order_and_others_beside_it(database):
    for contact, number in (("甲", 1), ("甲", 2), ("乙", 1)):
        inbox.receive(database, message(contact, number), 0.0)

    claimed = inbox.claim(database, "w1", 1.0, 10)

    assert [(row.contact_key, row.said) for row in claimed] == [
        ("web:甲", "问1"),
        ("web:乙", "问1"),
    ]
    assert inbox.claim(database, "w2", 1.0, 10) == []
    assert finish(database, claimed[0], "w1", 2.0)
    assert [row.said for row in inbox.claim(database, "w2", 2.0, 10)] == ["问2"]


def test_a_worker_takes_a_delivery_at_once_only_if_nothing_of_the_contact_is_before_it(database):
    first, second = (inbox.receive(database, message("甲", n), 0.0, "w1") for n in (1, 2))

    assert first.taken
    assert first.taken.said == "问1"
    assert second.taken is None
    assert inbox.claim(database, "w2", 1.0, 10) == []
    with database.write() as connection:
        assert inbox.close(connection, first.taken, "w1", 1.0, inbox.DONE)
        following = inbox.claim_next(connection, first.taken, "w1", 1.0)
    assert following
    assert following.id == second.id
    assert inbox.claim(database, "w2", 1.0, 10) == []


def test_a_row_whose_worker_died_is_taken_again_after_its_lease(database):
    inbox.receive(database, message("甲", 1), 0.0)
    [dead] = inbox.claim(database, "w1", 1.0, 10)

    assert inbox.claim(database, "w2", 1.0 + inbox.LEASE_SECONDS - 0.1, 10) == []
    [taken] = inbox.claim(database, "w2", 1.1 + inbox.LEASE_SECONDS, 10)
    assert taken.id == dead.id
    assert not finish(database, dead, "w1", 20.0)
    assert finish(database, taken, "w2", 20.0)


def test_a_living_worker_keeps_its_rows(database):
    inbox.receive(database, message("甲", 1), 0.0)
    [row] = inbox.claim(database, "w1", 1.0, 10)

    inbox.extend(database, [row.id], 10.0)

    assert inbox.claim(database, "w2", 10.0 + inbox.LEASE_SECONDS - 0.1, 10) == []


def test_a_row_put_back_stays_in_front(database):
    for number in (1, 2):
        inbox.receive(database, message("甲", number), 0.0)
    [row] = inbox.claim(database, "w1", 1.0, 10)

    inbox.put_back(database, row.id, 5.0, tried=True)

    assert inbox.claim(database, "w1", 4.0, 10) == []
    [again] = inbox.claim(database, "w1", 5.0, 10)
    assert (again.id, again.tries) == (row.id, 1)


def test_a_flood_is_stopped_and_loses_nothing(database):
    for number in range(inbox.MOST_WAITING):
        inbox.receive(database, message("甲", number), 0.0)

    with pytest.raises(TooManyWaiting):
        inbox.receive(database, message("甲", "one more"), 0.0)
    assert inbox.receive(database, message("甲", 0), 0.0).fresh is False
    assert inbox.receive(database, message("乙", 1), 0.0).fresh is True


def test_a_button_is_good_for_its_contact_and_its_time(database):
    inbox.receive(database, message("甲", 1), 0.0)
    [row] = inbox.claim(database, "w", 0.0, 1)
    finish(
        database, row, "w", 0.0, Reply("答", (Button("看第五条", '/show_unit{"unit": "第五条"}'),))
    )
    [reply] = outbox.after(database, "web:甲", 0)
    token = reply.buttons[0]["token"]

    assert "show_unit" not in token
    assert outbox.pressed(database, "web:甲", token, 1.0) == Button(
        "看第五条", '/show_unit{"unit": "第五条"}'
    )
    assert outbox.pressed(database, "web:乙", token, 1.0) is None
    assert outbox.pressed(database, "web:甲", token, outbox.BUTTON_SECONDS + 1) is None


def test_two_workers_never_hold_the_same_row(database):
    for contact in range(40):
        inbox.receive(database, message(str(contact), 1), 0.0)
    taken: list[int] = []

    def work(owner: str) -> None:
        while rows := inbox.claim(database, owner, 1.0, 3):
            taken.extend(row.id for row in rows)

    workers = [threading.Thread(target=work, args=[f"w{number}"]) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(taken) == len(set(taken)) == 40


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_whatever_happens_every_message_is_answered_once_in_order(database, seed):
    chance = random.Random(seed)
    contacts = [f"{seed}-{number}" for number in range(3)]
    sent = [(contact, number) for number in range(4) for contact in contacts]
    for contact, number in sent:
        for _ in range(chance.randint(1, 3)):
            inbox.receive(database, message(contact, number), 0.0)
    now = 0.0
    while any(inbox.waiting(database)[state] for state in inbox.OPEN):
        now += chance.uniform(0, inbox.LEASE_SECONDS)
        for row in inbox.claim(database, f"w{chance.randint(1, 9)}-{now}", now, 2):
            fate = chance.random()
            if fate < 0.2:
                inbox.put_back(database, row.id, now + 1, tried=False)
            elif fate > 0.4:  # between: the worker is killed and says nothing
                with database.read() as connection:
                    owner = (
                        connection.execute(inbox.inbox.select().where(inbox.inbox.c.id == row.id))
                        .one()
                        .owner
                    )
                finish(database, row, owner, now)

    for contact in contacts:
        said = [reply.text for reply in outbox.after(database, f"web:{contact}", 0)]
        assert said == [f"答问{number}" for number in range(4)]
