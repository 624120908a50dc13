"""One-time links: with one somebody chooses a password, the very first makes the first account."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from surveys.campaigns.office import Office
from surveys.staff.accounts import LOCK, there_is_one
from surveys.staff.errors import LinkRefused
from surveys.staff_schema import staff_link as table

LINK_SECONDS = 24 * 3600
CODE_LENGTH = 32  # hexadecimal digits: 128 bits


def issue(office: Office, connection: Connection, number: int | None) -> str:
    """A code for one account, or for the first; earlier ones for the same do not work any more."""
    now, code = office.now(), office.salt()[:CODE_LENGTH]
    whose = table.c.staff.is_(None) if number is None else table.c.staff == number
    open_ = whose, table.c.used_at.is_(None), table.c.expires_at > now
    connection.execute(update(table).where(*open_).values(expires_at=now))
    row = {"code_hash": _hash(code), "staff": number, "expires_at": now + LINK_SECONDS}
    connection.execute(table.insert(), row)
    return code


def first_code(office: Office) -> str | None:
    """The code that makes the first account; None if there is one already."""
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, LOCK)
        return None if there_is_one(connection) else issue(office, connection, None)


def account_of(connection: Connection, code: str, now: float) -> int | None:
    """Whose link it is, None for the first account's; raises LinkRefused."""
    row = connection.execute(select(table).where(table.c.code_hash == _hash(code))).first()
    if refusal := _refusal(connection, row, now):
        raise LinkRefused(refusal)
    return None if row.staff is None else int(row.staff)


def spend(connection: Connection, code: str, now: float) -> None:
    """Use a link up; raises LinkRefused where somebody else just did."""
    mine = table.c.code_hash == _hash(code), table.c.used_at.is_(None)
    if connection.execute(update(table).where(*mine).values(used_at=now)).rowcount != 1:
        raise LinkRefused("这个链接已经用过，请直接登录。")


def _refusal(connection: Connection, row: Any, now: float) -> str | None:
    if row is None:
        return "没有这个链接，请对照原文核对，或请管理员用 huiqi admin staff reset 重发。"
    if row.staff is None and there_is_one(connection):
        return "第一个账户已经设置好了，请直接登录。"
    if row.used_at is not None:
        return "这个链接已经用过，请直接登录；忘了密码请管理员用 huiqi admin staff reset 重发。"
    if now >= row.expires_at:
        how = "请重新运行 huiqi run" if row.staff is None else "请管理员用 huiqi admin staff reset"
        return f"这个链接已经过期或被新的取代，{how}，换一个新链接。"
    return None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
