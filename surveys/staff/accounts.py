"""Accounts of the console: made, listed, disabled, given a password."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from surveys.database import Database
from surveys.staff import sessions
from surveys.staff.errors import NameTaken, NoSuchAccount, WrongAccount
from surveys.staff.model import Account, Role, Staff
from surveys.staff_schema import staff as table

LONGEST_SUBJECT = 120
LOCK = "staff"
_NAME = re.compile(r"[\w.-]{2,30}")


def login_name(typed: str) -> str:
    """A name as it is compared: half-width, small letters, no spaces around."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def add(connection: Connection, name: str, role: Role, subject: str, now: float) -> Staff:
    """A new account without a password; raises NameTaken or WrongAccount."""
    login, whose = login_name(name), " ".join(subject.split())
    if not _NAME.fullmatch(login):
        raise WrongAccount("登录名用2到30个字母、数字或汉字，可含点、横线和下划线，请重写。")
    if not 2 <= len(whose) <= LONGEST_SUBJECT:
        raise WrongAccount(f"所属单位应有2到{LONGEST_SUBJECT}个字，请写全称。")
    if _row(connection, login):
        raise NameTaken(f"已有登录名“{login}”，请换一个。")
    row = {"name": login, "role": role.value, "subject": whose, "created_at": now}
    number = int(connection.execute(table.insert(), row).inserted_primary_key[0])
    return Staff(number, login, role, whose)


def accounts(database: Database) -> list[Account]:
    """Every account, disabled ones too."""
    with database.read() as connection:
        return [_account(row) for row in connection.execute(select(table).order_by(table.c.id))]


def there_is_one(connection: Connection) -> bool:
    """Whether the first account was made."""
    return bool(connection.execute(select(func.count()).select_from(table)).scalar_one())


def find(connection: Connection, name: str) -> Account:
    """The account of a login name; raises NoSuchAccount."""
    row = _row(connection, login_name(name))
    if row is None:
        raise NoSuchAccount(f"没有登录名“{name}”，请用 huiqi admin staff list 查看。")
    return _account(row)


def by_id(connection: Connection, number: int) -> Account:
    """The account of that number, which exists."""
    return _account(connection.execute(select(table).where(table.c.id == number)).one())


def disable(connection: Connection, number: int, now: float) -> None:
    """Nobody signs in to it any more, and who is signed in is out."""
    connection.execute(_of(number).values(disabled_at=now))
    sessions.end_all(connection, number, now)


def enable(connection: Connection, number: int, now: float) -> None:
    """An account as if new: nobody is signed in, no password and no second factor holds."""
    connection.execute(
        _of(number).values(disabled_at=None, password_hash=None, totp=None, totp_step=None)
    )
    sessions.end_all(connection, number, now)


def set_password(connection: Connection, number: int, password_hash: str, now: float) -> None:
    """A new password; whoever is signed in with the old one is out."""
    connection.execute(_of(number).values(password_hash=password_hash))
    sessions.end_all(connection, number, now)


def set_totp(
    connection: Connection, number: int, sealed: str | None, step: int | None = None
) -> None:
    """The second factor's sealed secret with the last step used, or none."""
    connection.execute(_of(number).values(totp=sealed, totp_step=step))


def _of(number: int) -> Any:
    return update(table).where(table.c.id == number)


def _row(connection: Connection, login: str) -> Any:
    return connection.execute(select(table).where(table.c.name == login)).first()


def _account(row: Any) -> Account:
    return Account(
        Staff(row.id, row.name, Role(row.role), row.subject),
        has_password=row.password_hash is not None,
        has_totp=row.totp is not None,
        disabled=row.disabled_at is not None,
    )
