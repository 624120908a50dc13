"""Everything that is sealed, sealed anew with the present secret: after the secret was changed.

Sealed values are in no link of the evidence, so nothing of it changes. What the present secret
opens already is left alone: who is interrupted begins again and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.engine import Connection

from surveys.backups.tables import tables
from surveys.campaigns.inviting import hash_of
from surveys.campaigns.steps import Step
from surveys.database import Database
from surveys.schema import campaign, drawn_firm
from surveys.sealed_text import MARK, SealedText, seal_text
from surveys.sealing import Seal
from surveys.tables import metadata

BATCH = 200  # rows in one transaction
# Columns that are sealed by those who write them; the others seal by their type.
BY_HAND = {
    "campaign": ("frame",),
    "doubt": ("sealed",),
    "drawn_firm": ("sealed", "interview"),
    "staff": ("totp",),
    "upload": ("sealed",),
    "uploaded_list": ("file",),
    "wechat_token": ("sealed",),
}
Told = Callable[[str, int], None]


@dataclass(frozen=True)
class Resealed:
    """Rows by table, and the surveys whose invitations were made with an older secret."""

    rows: dict[str, int]
    keep_for: tuple[str, ...]


def reseal(database: Database, seal: Seal, told: Told = lambda table, rows: None) -> Resealed:
    """Seal anew what an older secret sealed, and what was written before words were sealed."""
    with database.read() as connection:
        found = tables(connection)
    rows = {}
    for name, columns in sealed_columns().items():
        if name in found:
            rows[name] = _table(database, seal, found[name], columns)
            told(name, rows[name])
    _forget_codes(database)
    database.settle()
    with database.read() as connection:
        return Resealed(rows, tuple(_older_invitations(connection, seal)))


def sealed_columns() -> dict[str, tuple[str, ...]]:
    """The sealed columns of every table."""
    words = {
        table.name: tuple(each.name for each in table.columns if isinstance(each.type, SealedText))
        for table in metadata.sorted_tables
    }
    return {name: each for name, each in {**words, **_both(words)}.items() if each}


def _both(words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: (*words.get(name, ()), *columns) for name, columns in BY_HAND.items()}


def _table(database: Database, seal: Seal, table: Table, columns: tuple[str, ...]) -> int:
    """Batch after batch in the order of the key; how many rows were changed."""
    changed, after = 0, None
    while True:
        with database.write() as connection:
            rows = _next(connection, table, columns, after)
            fresh = [values for row in rows if (values := _fresh(seal, table, row, columns))]
            if fresh:
                connection.execute(_update(table, columns), fresh)
        changed += len(fresh)
        if len(rows) < BATCH:
            return changed
        after = tuple(rows[-1]._mapping[each.name] for each in table.primary_key.columns)


def _forget_codes(database: Database) -> None:
    """Codes of an older secret would fit no telephone; without one the interview is looked into."""
    with database.write() as connection:
        coded = drawn_firm.c.phone_code.is_not(None)
        connection.execute(update(drawn_firm).where(coded).values(phone_code=None))


def _next(
    connection: Connection, table: Table, columns: tuple[str, ...], after: tuple[Any, ...] | None
) -> list[Any]:
    keys = list(table.primary_key.columns)
    query = select(*keys, *(table.c[name] for name in columns)).order_by(*keys).limit(BATCH)
    if after is not None:
        query = query.where(_beyond(keys, after))
    # Who writes the same rows waits, so that nobody's newer words are written over.
    found: list[Any] = connection.execute(query.with_for_update()).all()
    return found


def _beyond(keys: list[Any], after: tuple[Any, ...]) -> Any:
    """The rows behind a key of several columns, in the order of these columns."""
    first, rest = keys[0], keys[1:]
    if not rest:
        return first > after[0]
    return (first > after[0]) | ((first == after[0]) & _beyond(rest, after[1:]))


def _fresh(seal: Seal, table: Table, row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    """The row's sealed columns as they should be; empty where they are so already."""
    kept = {name: row._mapping[name] for name in columns}
    by_hand = BY_HAND.get(table.name, ())
    anew = {name: _anew(seal, value, name in by_hand) for name, value in kept.items()}
    if anew == kept:
        return {}
    keys = {f"key_{each.name}": row._mapping[each.name] for each in table.primary_key.columns}
    return {**keys, **{f"new_{name}": value for name, value in anew.items()}}


def _anew(seal: Seal, value: str | None, by_hand: bool) -> str | None:
    if not value:  # nothing, or emptied
        return value
    if by_hand:
        return value if seal.is_present(value) else seal.closed_text(seal.opened_text(value))
    if not value.startswith(MARK):
        return seal_text(seal, value)
    sealed = value.removeprefix(MARK)
    return value if seal.is_present(sealed) else seal_text(seal, seal.opened_text(sealed))


def _update(table: Table, columns: tuple[str, ...]) -> Any:
    mine = [each == bindparam(f"key_{each.name}") for each in table.primary_key.columns]
    return update(table).where(*mine).values({name: bindparam(f"new_{name}") for name in columns})


def _older_invitations(connection: Connection, seal: Seal) -> Iterator[str]:
    """Surveys that still run on invitations which the present secret does not make."""
    running = select(campaign.c.id).where(campaign.c.step == Step.RUNNING.value)
    for number in connection.execute(running).scalars().all():
        mine = select(drawn_firm).where(
            drawn_firm.c.campaign == number, drawn_firm.c.token_sha256.is_not(None)
        )
        if any(
            row.token_sha256 != hash_of(seal.code("invitation", number, row.key))
            for row in connection.execute(mine)
        ):
            yield number
