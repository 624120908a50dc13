"""huiqi admin staff: who may sign in to the console."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.engine import Connection

from actions.opening import database_of, office_of
from actions.settings import Settings
from bot.commands.common import say, settings
from bot.commands.platform import JSON
from surveys.campaigns.office import Office
from surveys.platforms import register
from surveys.staff import accounts, audit, links
from surveys.staff.audit import Act
from surveys.staff.model import WORDS, Account, Role, Staff
from surveys.staff.passwords import hashed, require_password


@click.group("staff")
def command() -> None:
    """控制台的账户：添加、列出、停用、重设密码。"""


@command.command("add")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([each.value for each in Role]), required=True, help="角色。"
)
@click.option("--subject", required=True, help="推荐单位全称；平台角色写平台的名称或代码。")
@click.option("--password", "ask", is_flag=True, help="现在就输密码，不发一次性链接。")
def add(name: str, role: str, subject: str, ask: bool) -> None:
    """添加账户，显示一次性链接，对方用它设密码。"""
    chosen = settings()
    with _office(chosen) as office:
        whose = subject
        if role == Role.PLATFORM:
            whose = register.find(office.database, subject).key
        kept = hashed(_asked(name)) if ask else None
        with office.database.write() as connection:
            office.database.one_at_a_time(connection, accounts.LOCK)
            made = accounts.add(connection, name, Role(role), whose, office.now())
            _record(office, connection, "添加账户", made)
            _let_in(chosen, office, connection, made, kept)


@command.command("list")
@JSON
def list_(as_json_: bool) -> None:
    """列出所有账户。"""
    with _office(settings()) as office:
        found = accounts.accounts(office.database)
    rows = [
        {
            "name": each.staff.name,
            "role": each.staff.role.value,
            "subject": each.staff.subject,
            "password": each.has_password,
            "totp": each.has_totp,
            "disabled": each.disabled,
        }
        for each in found
    ]
    if as_json_:
        say(rows)
    elif not rows:
        click.echo("还没有账户。huiqi run 会显示设置第一个账户的链接。")
    else:
        for each in found:
            click.echo(_line(each))


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """停用账户：不能再登录，已登录的立刻退出。"""
    with _office(settings()) as office, office.database.write() as connection:
        person = accounts.find(connection, name).staff
        accounts.disable(connection, person.id, office.now())
        _record(office, connection, "停用账户", person)
    click.echo(f"已停用“{person.name}”。", err=True)


@command.command("reset")
@click.argument("name")
@click.option("--password", "ask", is_flag=True, help="现在就输新密码，不发一次性链接。")
def reset(name: str, ask: bool) -> None:
    """重设密码并关闭动态码；停用的账户重新启用。"""
    chosen = settings()
    kept = hashed(_asked(name)) if ask else None
    with _office(chosen) as office, office.database.write() as connection:
        person = accounts.find(connection, name).staff
        accounts.enable(connection, person.id, office.now())
        _record(office, connection, "重设密码", person)
        _let_in(chosen, office, connection, person, kept)


@contextmanager
def _office(chosen: Settings) -> Iterator[Office]:
    database = database_of(chosen)
    database.migrate()
    try:
        yield office_of(chosen, database)
    finally:
        database.close()


def _asked(name: str) -> str:
    """Typed twice, never shown."""
    password: str = click.prompt("密码", hide_input=True)
    again: str = click.prompt("再输一次", hide_input=True)
    require_password(password, again, accounts.login_name(name))
    return password


def _let_in(
    chosen: Settings, office: Office, connection: Connection, person: Staff, kept: str | None
) -> None:
    """The password that was typed, or a link to choose one."""
    if kept:
        accounts.set_password(connection, person.id, kept, office.now())
        click.echo(f"“{person.name}”（{person.role.word}）可以登录了。")
        return
    code = links.issue(office, connection, person.id)
    click.echo(f"请“{person.name}”（{person.role.word}）在24小时内打开，只能用一次：")
    click.echo(f"{chosen.base_url}/console/setup/{code}")


def _record(office: Office, connection: Connection, what: str, person: Staff) -> None:
    audit.add(office.database, connection, Act(None, what, person.name, ""), time.time())


def _line(each: Account) -> str:
    states = ["已停用"] if each.disabled else []
    states += [] if each.has_password else ["还没设密码"]
    states += ["有动态码"] if each.has_totp else []
    told = f"（{'，'.join(states)}）" if states else ""
    return f"{each.staff.name}  {WORDS[each.staff.role]}  {each.staff.subject}{told}"
