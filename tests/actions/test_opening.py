"""The database is opened in one place: whoever opens it elsewhere would write plain words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from actions.opening import database_of
from actions.settings import read_settings
from surveys.errors import Sealed
from surveys.schema import inbox
from tests.surveys.test_database import ROW

ROOT = Path(__file__).parents[2]
# A backup is loaded as it lies, and checked with the secret that it holds.
ALLOWED = {"actions/opening.py"}


def test_only_the_opening_names_an_address_or_a_secret():
    found = {
        str(path.relative_to(ROOT))
        for package in ("actions", "bot")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\bDatabase\(|\bSeal\((?!\(backup)", path.read_text(encoding="utf-8"))
    }

    assert found == ALLOWED


@pytest.fixture
def settings(tmp_path):
    def made(**given: str):
        return read_settings({"HUIQI_DATA_DIR": str(tmp_path), "HUIQI_SECRET_KEY": "one", **given})

    return made


def test_words_are_sealed_with_the_secret_and_opened_with_an_older_one(settings):
    database = database_of(settings())
    database.migrate()
    with database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))
        kept = connection.exec_driver_sql("select shown from inbox").scalar()
    database.close()
    assert "私密" not in kept

    later = database_of(settings(HUIQI_SECRET_KEY="two", HUIQI_OLD_KEYS="zero, one"))
    with later.read() as connection:
        assert connection.execute(select(inbox.c.shown)).scalar() == ROW["shown"]
    later.close()

    other = database_of(settings(HUIQI_SECRET_KEY="two"))
    with other.read() as connection, pytest.raises(Sealed, match="HUIQI_OLD_KEYS"):
        connection.execute(select(inbox.c.shown)).scalar()
    other.close()
