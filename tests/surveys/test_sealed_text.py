"""Words that are sealed in the table and plain in the program, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from surveys.database import Database
from surveys.errors import Sealed
from surveys.schema import dialogue, feedback, inbox
from surveys.sealing import Seal
from tests.surveys.test_database import ROW

SEAL = Seal(("an invented secret",))


@pytest.fixture
def sealed(database):
    """The same database, opened with a secret."""
    opened = Database(database.engine.url.render_as_string(hide_password=False), SEAL)
    yield opened
    opened.close()


def put(database, **values):
    with database.write() as connection:
        connection.execute(inbox.insert().values(**{**ROW, **values}))


def shown(database):
    with database.read() as connection:
        return connection.execute(select(inbox.c.shown).order_by(inbox.c.id)).scalars().all()


@pytest.mark.parametrize("words", ["私密的话 13900009999", "", "s1:不是封条", "😀" * 2000, "\x01"])
def test_words_come_back_as_they_were(sealed, words):
    put(sealed, shown=words)

    assert shown(sealed) == [words]


def test_the_table_holds_nothing_that_can_be_read(sealed):
    put(sealed)
    with sealed.write() as connection:
        connection.execute(
            dialogue.insert(), {"contact_key": "a", "events": "[1]", "updated_at": 0}
        )
        row = {
            "answer_key": "1",
            "question": "私密的话",
            "units": "[]",
            "helpful": 1,
            "given_at": 0,
        }
        connection.execute(feedback.insert(), row)

    with sealed.read() as connection:
        kept = [
            connection.exec_driver_sql(query).scalar()
            for query in (
                "select shown from inbox",
                "select said from inbox",
                "select events from dialogue",
                "select question from feedback",
            )
        ]
    assert all(each.startswith("s1:") for each in kept)


def test_rows_from_before_words_were_sealed_read_as_they_are(database, sealed):
    put(database)
    put(sealed, external_id="2")

    assert shown(sealed) == [ROW["shown"]] * 2


def test_without_the_secret_nothing_is_shown(database, sealed):
    put(sealed)

    with pytest.raises(Sealed, match="密钥"):
        shown(database)
