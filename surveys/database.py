"""The database: SQLite in WAL mode by default, PostgreSQL by setting, the same code for both."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from surveys.errors import DatabaseUnusable
from surveys.sealed_text import give_seal
from surveys.sealing import Seal
from surveys.turns import Turns

BUSY_SECONDS = 15
SWITCH_SECONDS = 0.02
_LOCK = select(func.pg_advisory_xact_lock(func.hashtext(bindparam("key"))))
MIGRATIONS = Path(__file__).with_name("migrations")


class Database:
    """Transactions over one engine; safe to use from several threads and processes."""

    def __init__(self, url: str, seal: Seal | None = None) -> None:
        """`seal` closes and opens the words of people; without it they are written plain."""
        self.url = url
        self.engine = _engine(url)
        # SQLite lets one write at a time, and who waits sleeps and tries again, longer each time:
        # others overtake. In one process they wait in line instead.
        sqlite = self.engine.dialect.name == "sqlite"
        self._turns: Turns | nullcontext[None] = Turns() if sqlite else nullcontext()
        give_seal(self.engine.dialect, seal)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction that takes the write lock at its start and commits at its end."""
        with self._turns, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A view that never waits for a writer: on SQLite of one moment, on PostgreSQL of the
        moment of each statement, where a transaction would only add a beginning and an end."""
        options: dict[str, Any] = {"reading": True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "AUTOCOMMIT"
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A view of one moment of all tables, however long it is looked at."""
        options: dict[str, Any] = {"reading": True}
        if self.engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    def one_at_a_time(self, connection: Connection, key: str) -> None:
        """Wait until no other transaction that names this key is open.

        On SQLite every writing transaction is alone already.
        """
        if self.engine.dialect.name == "postgresql":
            connection.execute(_LOCK, {"key": key})

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to this version, or to an earlier one; safe to repeat."""
        config = _migrations()
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def revision(self, connection: Connection) -> str:
        """The revision of the tables; empty where there are none."""
        return MigrationContext.configure(connection).get_current_revision() or ""

    def head(self) -> str:
        """The revision of this version."""
        return str(ScriptDirectory.from_config(_migrations()).get_current_head())

    def knows(self, revision: str) -> bool:
        """Whether this version can bring tables of that revision to its own."""
        known = ScriptDirectory.from_config(_migrations()).walk_revisions()
        return revision in {each.revision for each in known}

    def settle(self) -> None:
        """After a deletion: what SQLite keeps of it in the log beside the file goes too."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect().execution_options(reading=True) as connection:
                raw = connection.connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _engine(url: str) -> Engine:
    try:
        kind = make_url(url).get_backend_name()
    except ArgumentError as error:
        raise DatabaseUnusable("设置 HUIQI_DATABASE_URL 不是一个数据库地址。") from error
    if kind == "postgresql":
        return create_engine(
            url, future=True, hide_parameters=True, pool_size=10, pool_pre_ping=True
        )
    if kind != "sqlite":
        raise DatabaseUnusable(
            f"设置 HUIQI_DATABASE_URL 只支持 sqlite 和 postgresql，现在是“{kind}”。"
        )
    return _sqlite_engine(url)


def _sqlite_engine(url: str) -> Engine:
    engine = create_engine(
        url,
        future=True,
        hide_parameters=True,  # errors must not carry what people wrote
        poolclass=QueuePool,
        pool_size=10,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, by us
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted cannot be dug up again


def _log_ahead(connection: Any) -> None:
    """Into a new file's mode only one connection can switch, and the others are not made to wait
    for it by SQLite."""
    ends = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                raise
            time.sleep(SWITCH_SECONDS)


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a write fails at once when another
    # writes; taking the lock at the start makes it wait its turn instead.
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
