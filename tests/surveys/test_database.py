"""The tables, on both databases."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from surveys.database import Database
from surveys.errors import DatabaseUnusable
from surveys.feedback import Verdict, record
from surveys.schema import feedback, inbox
from surveys.tables import metadata

ROW = {
    "channel": "web",
    "account": "web",
    "external_id": "1",
    "contact_key": "web:a",
    "shown": "私密的话",
    "said": "私密的话",
    "state": "new",
    "tries": 0,
    "next_at": 0.0,
    "received_at": 0.0,
}


def test_the_migrations_make_the_tables_of_the_schema(database):
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_migrating_again_changes_nothing(database):
    with database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))

    database.migrate()

    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(inbox)).scalar() == 1


def test_an_error_does_not_carry_what_people_wrote(database):
    with database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))

    with pytest.raises(IntegrityError) as error, database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))

    assert "私密的话" not in str(error.value)


def test_many_writers_wait_for_one_another(database):
    def write(name: int) -> None:
        for number in range(20):
            with database.write() as connection:
                connection.execute(
                    inbox.insert().values(**{**ROW, "external_id": f"{name}-{number}"})
                )

    writers = [threading.Thread(target=write, args=[name]) for name in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(inbox)).scalar() == 160


def test_the_first_verdict_on_an_answer_counts(database):
    verdict = Verdict("7", "有效期几年", ("第十七条",), helpful=True)

    assert record(database, verdict, 1.0)
    assert not record(database, Verdict("7", "有效期几年", (), helpful=False), 2.0)
    with database.read() as connection:
        assert connection.execute(select(feedback.c.helpful)).scalars().all() == [1]


@pytest.mark.parametrize("url", ["mysql://somewhere/huiqi", "not an address"])
def test_a_database_that_cannot_be_used_is_named(url):
    with pytest.raises(DatabaseUnusable, match="HUIQI_DATABASE_URL"):
        Database(url)


def test_a_new_file_is_opened_by_several_at_once(tmp_path):
    for number in range(100):
        opened = [Database(f"sqlite:///{tmp_path / f'{number}.db'}") for _ in range(6)]
        gate = threading.Barrier(len(opened))
        with ThreadPoolExecutor(len(opened)) as pool:
            assert all(pool.map(partial(_opens, gate), opened))


def _opens(gate: threading.Barrier, database: Database) -> bool:
    gate.wait()
    with database.read():
        pass
    database.close()
    return True
