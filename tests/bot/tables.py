"""Tables that are away for a while, as in a database that is being repaired."""

from __future__ import annotations

from surveys.database import Database


def rename(database: Database, table: str, to: str) -> None:
    """What points to the table goes with it, so that it can come back."""
    with database.write() as connection:
        connection.exec_driver_sql(f"alter table {table} rename to {to}")
