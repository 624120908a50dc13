"""What several tests need: databases, and the whole product running."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from surveys.database import Database
from surveys.tables import metadata
from tests.bot.wechat_platform import AES_KEY, APPID, SECRET, TOKEN
from tests.stack import Stack

WECHAT = {  # an unverified account, so that nothing is called outside
    "HUIQI_WECHAT_APPID": APPID,
    "HUIQI_WECHAT_SECRET": SECRET,
    "HUIQI_WECHAT_TOKEN": TOKEN,
    "HUIQI_WECHAT_AES_KEY": AES_KEY,
}
POSTGRES = "TEST_POSTGRES"  # address of an empty PostgreSQL database


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to be copied: to make them takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "huiqi.db"
    made = Database(f"sqlite:///{file}")
    made.migrate()
    made.close()
    return file


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind that the product supports."""
    if request.param == "sqlite":
        url = f"sqlite:///{shutil.copy(migrated, tmp_path / 'huiqi.db')}"
    else:
        url = os.environ[POSTGRES]
    opened = Database(url)
    if request.param == "postgresql":
        opened.migrate()
    yield opened
    if request.param == "postgresql":
        with opened.write() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
    opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs PostgreSQL or a browser, or a minute, runs in `make test-all`."""
    everything = os.environ.get("TEST_ALL") == "1"
    for item in items:
        for marker in ("postgres", "browser", "long"):
            if item.get_closest_marker(marker) and not everything:
                item.add_marker(pytest.mark.skip(reason=f"{marker}: runs in make test-all"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`huiqi run` with its own data folder and free ports."""
    running = Stack(tmp_path_factory.mktemp("stack"), **WECHAT)
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def stack_url(stack: Stack) -> str:
    """Where the gateway of the running product is."""
    return stack.url
