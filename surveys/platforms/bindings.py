"""Who speaks for a platform or a recommender: bound by a one-time code, until it is ended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.platforms.codes import digest, new_code
from surveys.platforms.model import Entry
from surveys.schema import binding, binding_code, binding_miss

Role = Literal["platform", "recommender"]
Refusal = Literal["wrong", "expired", "used", "too_many"]

CODE_SECONDS = 7 * 24 * 3600
MISS_SECONDS = 3600
MOST_MISSES = 5


@dataclass(frozen=True)
class Binding:
    """A contact's right to speak for a subject: a platform's key or a recommender's name."""

    id: int
    contact_key: str
    role: Role
    subject: str
    bound_at: float


def issue(
    database: Database, role: Role, subject: str, choose: Callable[[Sequence[str]], str], now: float
) -> str:
    """Make a code for a subject; this is the only time that it can be read."""
    code = new_code(choose)
    row = {
        "code_hash": digest(code.replace("-", "")),
        "role": role,
        "subject": subject,
        "expires_at": now + CODE_SECONDS,
    }
    with database.write() as connection:
        connection.execute(binding_code.insert(), row)
    return code


def bind(database: Database, contact_key: str, code: str, now: float) -> Binding | Refusal:
    """Spend a code: of two at once one wins. Who spent it already gets the same binding again."""
    with database.write() as connection:
        database.one_at_a_time(connection, f"bind:{contact_key}")
        row = _code(connection, code)
        if row is not None and row.contact_key == contact_key:
            again = _standing(connection, contact_key, row.role, row.subject)
            if again is not None:
                return again
        if _misses(connection, contact_key, now) >= MOST_MISSES:
            return "too_many"
        refusal = _refusal(row, now) or _spend(connection, row.id, contact_key, now)
        if refusal:
            connection.execute(binding_miss.insert(), {"contact_key": contact_key, "at": now})
            return refusal
        return _bound(connection, contact_key, (row.role, row.subject), now)


def of_contact(database: Database, contact_key: str) -> list[Binding]:
    """What a contact is bound to now."""
    with database.read() as connection:
        return _list(connection, binding.c.contact_key == contact_key)


def standing(database: Database) -> list[Binding]:
    """Every binding that holds now."""
    with database.read() as connection:
        return _list(connection, binding.c.id > 0)


def end(database: Database, id_: int, now: float) -> bool:
    """End one binding; False if there is none of that number."""
    with database.write() as connection:
        return _end(connection, binding.c.id == id_, now)


def end_of_contact(database: Database, contact_key: str, now: float) -> bool:
    """End all bindings of a contact; False if there was none."""
    with database.write() as connection:
        return _end(connection, binding.c.contact_key == contact_key, now)


def recommender_of(database: Database, contact_key: str) -> str | None:
    """The recommender that a contact speaks for, if it is bound to one."""
    return recommender_in(of_contact(database, contact_key))


def recommender_in(bound: Collection[Binding]) -> str | None:
    return next((each.subject for each in bound if each.role == "recommender"), None)


def may_see_filings(bound: Collection[Binding], entry: Entry) -> bool:
    """Filings are for the platform itself and for the one who recommended it."""
    spoken_for = {(each.role, each.subject) for each in bound}
    return bool(spoken_for & {("platform", entry.key), ("recommender", entry.recommender)})


def _code(connection: Connection, code: str) -> Any:
    query = select(binding_code).where(binding_code.c.code_hash == digest(code))
    return connection.execute(query).one_or_none()


def _misses(connection: Connection, contact_key: str, now: float) -> int:
    """Wrong tries within the hour; those from a future that a clock set back left count too."""
    query = select(func.count()).where(
        binding_miss.c.contact_key == contact_key, binding_miss.c.at > now - MISS_SECONDS
    )
    return int(connection.execute(query).scalar_one())


def _refusal(row: Any, now: float) -> Refusal | None:
    if row is None:
        return "wrong"
    if row.used_at is not None:
        return "used"
    return "expired" if now >= row.expires_at else None


def _spend(connection: Connection, id_: int, contact_key: str, now: float) -> Refusal | None:
    """The condition decides between two transactions that both saw the code unspent."""
    unspent = binding_code.c.id == id_, binding_code.c.used_at.is_(None)
    spent = update(binding_code).where(*unspent).values(used_at=now, contact_key=contact_key)
    return None if connection.execute(spent).rowcount == 1 else "used"


def _bound(connection: Connection, contact_key: str, whom: tuple[Role, str], now: float) -> Binding:
    role, subject = whom
    known = _standing(connection, contact_key, role, subject)
    if known is not None:
        return known
    row = {"contact_key": contact_key, "role": role, "subject": subject, "bound_at": now}
    id_ = int(connection.execute(binding.insert(), row).inserted_primary_key[0])
    return Binding(id_, contact_key, role, subject, now)


def _standing(connection: Connection, contact_key: str, role: str, subject: str) -> Binding | None:
    mine = _list(connection, binding.c.contact_key == contact_key)
    return next((each for each in mine if (each.role, each.subject) == (role, subject)), None)


def _list(connection: Connection, which: Any) -> list[Binding]:
    query = select(binding).where(which, binding.c.ended_at.is_(None)).order_by(binding.c.id)
    return [
        Binding(row.id, row.contact_key, row.role, row.subject, row.bound_at)
        for row in connection.execute(query)
    ]


def _end(connection: Connection, which: Any, now: float) -> bool:
    open_ = update(binding).where(which, binding.c.ended_at.is_(None))
    return bool(connection.execute(open_.values(ended_at=now)).rowcount)
