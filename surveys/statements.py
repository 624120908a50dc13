"""Statements of every message, made once: SQLAlchemy takes longer to build than to run them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Table, and_, bindparam, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Update


def put(
    connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]
) -> bool:
    """Change the row of this key; False if there is none."""
    where = {f"of_{name}": value for name, value in key.items()}
    to = {f"to_{name}": value for name, value in values.items()}
    statement = _update(table, tuple(key), tuple(values))
    return bool(connection.execute(statement, where | to).rowcount)


@cache
def _update(table: Table, key: tuple[str, ...], names: tuple[str, ...]) -> Update:
    mine = and_(*(table.c[name] == bindparam(f"of_{name}") for name in key))
    return update(table).where(mine).values({name: bindparam(f"to_{name}") for name in names})
