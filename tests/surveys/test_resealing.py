"""A new secret: everything is sealed with it, the evidence and the invitations hold."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import String, select

from bot import inbox, outbox
from bot.messages import Incoming, Reply
from surveys import chain, uploads
from surveys.backups.tables import tables
from surveys.campaigns.answering import opened
from surveys.campaigns.campaign import frame_of
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.holding import first_difference
from surveys.campaigns.inviting import code_of, launch, sent_code
from surveys.campaigns.office import Office
from surveys.database import Database
from surveys.resealing import BY_HAND, reseal, sealed_columns
from surveys.sealed_text import MARK
from surveys.sealing import Seal
from surveys.uploads import Upload
from tests.surveys.campaigns.test_running import firms, walk
from tests.surveys.surveys import DETAILS, SEED, Clock, list_of, salts

OLD, NEW = "the old secret", "the new secret"
WORDS = "我们的联系人是王晓明 13900009999"


@pytest.fixture
def office(database):
    numbers = salts()
    old = Seal((OLD,))
    kept = Database(database.url, old)
    yield Office(kept, old, Clock(), lambda: next(numbers))
    kept.close()


@pytest.fixture
def number(office):
    made, _ = freeze(office, DETAILS, list_of())
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    launch(office, made, date(2026, 7, 1))
    walk(office, made, firms(office, made)[0], "web:a")
    received = inbox.receive(
        office.database, Incoming("web", "web", "1", "web:a", WORDS, WORDS), 1.0, "me"
    )
    with office.database.write() as connection:
        inbox.close(connection, received.taken, "me", 2.0, inbox.DONE)
        outbox.put(connection, received.taken, Reply(WORDS), 2.0)
    uploads.put(office.database, office.seal, "web:a", "file", Upload("名单.csv", b"list"), 3.0)
    return made


def renewed(office, *secrets: str) -> Office:
    seal = Seal(secrets)
    return Office(Database(office.database.url, seal), seal, office.now, office.salt)


def test_everything_opens_with_the_new_secret_alone(office, number):
    sent = [code_of(office, number, each.key) for each in firms(office, number)]
    both = renewed(office, NEW, OLD)
    assert [sent_code(both, number, each.key) for each in firms(both, number)] == sent

    done = reseal(both.database, both.seal)
    assert done.keep_for == (number,)
    assert set(reseal(both.database, both.seal).rows.values()) == {0}

    alone = renewed(office, NEW)
    assert firms(alone, number)[0].interview.finished
    assert outbox.history(alone.database, "web:a", 5)[0]["text"] == WORDS
    assert uploads.get(alone.database, alone.seal, "web:a", "file") == Upload("名单.csv", b"list")
    with alone.database.read() as connection:
        assert len(frame_of(connection, number, alone.seal).firms) == 120
        assert chain.first_broken(connection) is None
        assert first_difference(connection, alone) is None
    assert not isinstance(opened(both, sent[1], "tg:1:b"), str)
    for each in (both, alone):
        each.database.close()


def test_every_sealed_column_is_known(office, number):
    """What looks sealed in any table is among the columns that are sealed anew."""
    known = sealed_columns()
    with office.database.read() as connection:
        for name, table in tables(connection).items():
            for column in table.columns:
                if not isinstance(column.type, String):
                    continue
                values = connection.execute(select(column)).scalars()
                if any(v and v.startswith((MARK, "gAAAA")) for v in values):
                    assert column.name in known[name], (name, column.name)
    assert set(BY_HAND) <= set(known)
