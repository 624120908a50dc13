"""Puts a loaded database in the place of the old one, which is kept aside."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.engine import Connection, make_url

from surveys.backups import tables
from surveys.backups.errors import InUse, NotEmpty
from surveys.backups.loading import load
from surveys.backups.reading import Backup
from surveys.database import Database

STILL_RUNNING = "数据库还在使用，请先停掉惠企（huiqi run）再恢复。"
HAS_DATA = "这里已经有数据。确实要替换时请加 --replace，原来的数据会另存，不会删除。"


def restore(backup: Backup, url: str, label: str, *, replace: bool) -> str:
    """Where the replaced data is kept, empty where there was none; `label` marks it.

    Raises NotEmpty, InUse, or what `load` raises: then everything is as before.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _restore_file(backup, Path(str(make_url(url).database)), label, replace=replace)
    return _restore_schema(backup, url, label, replace=replace)


def trial(backup: Backup, folder: Path) -> None:
    """Load and check a backup in a database that is thrown away."""
    _loaded_file(backup, folder / "trial.db")


def is_empty(connection: Connection) -> bool:
    """Whether there is no row in any table."""
    found = tables.tables(connection).values()
    return not any(connection.execute(select(each).limit(1)).first() for each in found)


def _restore_file(backup: Backup, target: Path, label: str, *, replace: bool) -> str:
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = target.with_name(f"{target.name}.replaced-{label}")
    empty = not target.exists() or _file_is_empty(target)
    if not empty and not replace:
        raise NotEmpty(HAS_DATA)
    loading = target.with_name(f"{target.name}.restoring-{label}")
    try:
        _loaded_file(backup, loading)
        if target.exists():
            _leave_alone(target)
            target.replace(kept)
        loading.replace(target)
    finally:
        loading.unlink(missing_ok=True)
    if empty:
        kept.unlink(missing_ok=True)
    return "" if empty else str(kept)


def _loaded_file(backup: Backup, file: Path) -> None:
    file.touch(mode=0o600)
    database = Database(f"sqlite:///{file}")
    try:
        load(backup, database)
    finally:
        database.close()
    _leave_alone(file)


def _file_is_empty(file: Path) -> bool:
    database = Database(f"sqlite:///{file}")
    try:
        with database.read() as connection:
            return is_empty(connection)
    finally:
        database.close()


def _leave_alone(file: Path) -> None:
    """Fold the log beside the database into it; only who is alone on it can do that."""
    connection = sqlite3.connect(file, timeout=1.0)
    try:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        raise InUse(STILL_RUNNING) from None
    finally:
        connection.close()
    if mode != "delete":
        raise InUse(STILL_RUNNING)


def _restore_schema(backup: Backup, url: str, label: str, *, replace: bool) -> str:
    current = Database(url)
    loading, kept = f"restoring_{label}", f"replaced_{label}"
    try:
        with current.read() as connection:
            empty = is_empty(connection)
        if not empty and not replace:
            raise NotEmpty(HAS_DATA)
        with current.write() as connection:
            connection.execute(text(f'create schema "{loading}"'))
        try:
            _load_schema(backup, url, loading)
            with current.write() as connection:
                _move(connection, None, kept)
                _move(connection, loading, None)
                if empty:
                    connection.execute(text(f'drop schema "{kept}" cascade'))
        finally:
            with current.write() as connection:
                connection.execute(text(f'drop schema if exists "{loading}" cascade'))
    finally:
        current.close()
    return "" if empty else kept


def _load_schema(backup: Backup, url: str, schema: str) -> None:
    where = {"options": f"-csearch_path={schema}"}
    address = make_url(url).update_query_dict(where)
    database = Database(address.render_as_string(hide_password=False))
    try:
        load(backup, database)
    finally:
        database.close()


def _move(connection: Connection, source: str | None, target: str | None) -> None:
    """Tables with all that belongs to them; None is where the product looks."""
    here = connection.execute(text("select current_schema()")).scalar_one()
    names = connection.execute(
        text("select tablename from pg_tables where schemaname = :schema order by tablename"),
        {"schema": source or here},
    ).scalars()
    if target:
        connection.execute(text(f'create schema if not exists "{target}"'))
    for name in names.all():
        connection.execute(
            text(f'alter table "{source or here}"."{name}" set schema "{target or here}"')
        )
