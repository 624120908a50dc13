"""What is over its time goes, what is not stays, and the evidence holds."""

from __future__ import annotations

import secrets
from datetime import date

import pytest
from sqlalchemy import func, select

from bot import outbox
from bot.outbox import Unasked
from surveys import chain, handovers
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.calling import tried
from surveys.campaigns.closing import close_survey, exported, record_of
from surveys.campaigns.drawing import freeze
from surveys.campaigns.firms import firms_of, personal
from surveys.campaigns.holding import first_difference
from surveys.personal.keeping import Policy, due, months_later, sweep
from surveys.platforms import bindings, subscriptions
from surveys.schema import inbox
from surveys.schema import outbox as outbox_table
from tests.surveys.personal.test_persons import (  # noqa: F401  fixtures
    ME,
    MY_PHONE,
    NAME,
    OTHER,
    chats,
    counted,
    everything,
    firms,
    number,
    office,
    walk,
)
from tests.surveys.surveys import DETAILS, list_of

POLICY = Policy(months=36, chat_days=180)
DAY = 24 * 3600.0
MONTH = 30.5 * DAY


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2024-02-29", 36, "2027-02-28"),
        ("2026-06-15", 24, "2028-06-15"),
    ],
)
def test_months_are_counted_as_on_a_calendar(day, months, later):
    assert months_later(date.fromisoformat(day), months).isoformat() == later


def test_a_survey_keeps_its_people_until_their_time_is_over(office, number):  # noqa: F811
    walk(office, number, 0, ME)
    tried(office, number, firms(office, number)[1].key, ("phone", "李访员", ""))
    close_survey(office, number)
    office.now.now += 35 * MONTH
    assert due(office, POLICY).surveys == ()
    with office.database.read() as connection:
        before = record_of(connection, office, number)
    office.now.now += 2 * MONTH

    assert due(office, POLICY).surveys == (number,)
    assert sweep(office, POLICY).surveys == (number,)

    kept = everything(office)
    for words in (NAME, MY_PHONE, "甲某", "李访员", "帮我们培训了员工"):
        assert words not in kept, words
    with office.database.read() as connection:
        assert chain.first_broken(connection) is None
        assert first_difference(connection, office) is None
        after = record_of(connection, office, number)
        survey = campaigns.find(connection, number)
        for firm in firms_of(connection, office, survey):
            assert personal(connection, office, number, firm.key) == {"contact": "", "phone": ""}
    assert counted(after) == counted(before)
    assert exported(office, number)
    assert sweep(office, POLICY) == sweep(office, POLICY)
    assert due(office, POLICY).surveys == ()


def test_a_list_that_nobody_went_on_with_goes_too(office):  # noqa: F811
    left, _ = freeze(office, DETAILS, list_of())
    office.now.now += 37 * MONTH

    assert sweep(office, POLICY).surveys == (left,)
    with office.database.read() as connection:
        assert campaigns.frame_of(connection, left, office.seal).firms == ()
        assert chain.first_broken(connection) is None
        assert first_difference(connection, office) is None


def test_chats_go_after_their_days_and_later_ones_stay(office):  # noqa: F811
    for at in range(3):
        chats(office, ME, f"旧{at}")
    office.now.now += 181 * DAY
    chats(office, OTHER, "新")

    told = due(office, POLICY)
    gone = sweep(office, POLICY)

    assert told.rows == gone.rows
    assert gone.rows == {"inbox": 3, "outbox": 3, "feedback": 3, "materials": 1}
    assert outbox.after(office.database, ME, 0) == []
    assert [each.text for each in outbox.after(office.database, OTHER, 0)] == ["答：新"]


def test_that_two_contacts_are_one_person_is_known_while_it_is_bound(office):  # noqa: F811
    database, start = office.database, office.now()
    given = bindings.issue(database, "recommender", "样例厅", secrets.choice, start)
    bindings.bind(database, ME, given.replace("-", ""), start)
    code = handovers.issue(database, ME, secrets.choice, start).replace("-", "")
    handovers.take(database, OTHER, code, start)
    handovers.issue(database, OTHER, secrets.choice, start)
    office.now.now += 400 * DAY

    assert sweep(office, POLICY).rows["handover"] == 1  # the one that nobody took
    assert subscriptions.stop(database, OTHER, office.now()) is False
    with database.read() as connection:
        assert handovers.same_person(connection, OTHER) == {ME, OTHER}

    for contact in (ME, OTHER):
        bindings.end_of_contact(database, contact, office.now())
    assert sweep(office, POLICY).rows["handover"] == 1


def test_the_last_message_leaves_its_number(office):  # noqa: F811
    chats(office, ME, "旧")
    office.now.now += 181 * DAY

    assert sweep(office, POLICY).rows["inbox"] == 1
    assert sweep(office, POLICY).rows == {}  # the empty rows are not found again

    with office.database.read() as connection:
        kept = connection.execute(select(inbox.c.contact_key, inbox.c.shown)).all()
    assert kept == [("erased", "")]


def test_more_than_one_step_is_taken_and_what_is_on_its_way_stays(office):  # noqa: F811
    with office.database.write() as connection:
        messages = [Unasked(f"reminder:{at}", "web:many", "提醒") for at in range(1100)]
        messages.append(Unasked("reminder:open", "tg:1:2", "还没发出"))
        outbox.put_unasked(connection, messages, office.now())
    office.now.now += 181 * DAY

    assert sweep(office, POLICY).rows["outbox"] == 1100

    with office.database.read() as connection:
        count = select(func.count()).select_from(outbox_table)
        assert connection.execute(count).scalar() == 1
