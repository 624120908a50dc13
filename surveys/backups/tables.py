"""Rows of any table as lines of JSON and back, as they lie in the database, still sealed."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.engine import Connection

REVISIONS = "alembic_version"
BATCH = 500


def tables(connection: Connection) -> dict[str, Table]:
    """The tables that are there, those that others point to first.

    They are read from the database and not from the schema: so values come as they lie there.
    """
    found = MetaData()
    found.reflect(connection)
    return {each.name: each for each in found.sorted_tables if each.name != REVISIONS}


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row as one line, in the order of the key."""
    names = [column.name for column in table.columns]
    query = select(table).order_by(*table.primary_key.columns)
    rows = connection.execute(query, execution_options={"stream_results": True})
    for batch in rows.yield_per(BATCH).partitions():
        for row in batch:
            values = dict(zip(names, row, strict=True))
            yield json.dumps(values, ensure_ascii=False, default=_bytes).encode() + b"\n"


def load(connection: Connection, table: Table, given: Iterable[bytes]) -> int:
    """Insert rows; how many there were."""
    rows = (json.loads(line, object_hook=_value) for line in given)
    count = 0
    while batch := list(islice(rows, BATCH)):
        connection.execute(insert(table), batch)
        count += len(batch)
    _go_on_counting(connection, table)
    return count


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts row numbers beside the table: tell it where the table stands."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        if isinstance(column.type, Integer) and column.server_default is not None:
            newest = connection.execute(select(func.max(column))).scalar()
            connection.execute(
                text("select setval(pg_get_serial_sequence(:table, :column), :newest, :used)"),
                {
                    "table": table.name,
                    "column": column.name,
                    "newest": newest or 1,
                    "used": newest is not None,
                },
            )


def _bytes(value: Any) -> dict[str, str]:
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    raise TypeError(f"a column of {type(value).__name__} cannot be backed up")


def _value(row: dict[str, Any]) -> Any:
    return base64.b64decode(row["base64"]) if list(row) == ["base64"] else row
