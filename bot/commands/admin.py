"""huiqi admin: who may speak for a platform or a recommender in the chat; and the channels."""

from __future__ import annotations

import secrets
import sys
import time
from datetime import datetime
from typing import Any

import click

from bot.commands import (
    backup,
    dead_letters,
    demo,
    person,
    retention,
    rotate_keys,
    staff,
    wechat,
)
from bot.commands.common import say
from bot.commands.json_file import Refused
from bot.commands.platform import JSON, opened
from bot.commands.survey import office
from bot.commands.telegram import command as telegram
from surveys import chain
from surveys.campaigns.holding import first_difference
from surveys.database import Database
from surveys.platforms import bindings, register
from surveys.platforms.bindings import CODE_SECONDS, Binding, Role
from surveys.platforms.errors import WrongSubject
from surveys.platforms.model import BEIJING
from surveys.staff import audit

ROLES: dict[Role, str] = {"platform": "平台", "recommender": "推荐单位"}


@click.group("admin")
def command() -> None:
    """管理：账户、绑定码、证据链、没发出去的消息、个人信息、备份、微信公众号和 Telegram。"""


for _added in (
    dead_letters.command,
    demo.command,
    person.command,
    retention.command,
    rotate_keys.command,
    staff.command,
    telegram,
    wechat.command,
    *backup.commands,
):
    command.add_command(_added)


@command.command("bind")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help="平台或推荐单位。")
@click.option("--subject", required=True, help="平台的名称或代码，或推荐单位全称。")
@JSON
def bind(role: Role, subject: str, as_json_: bool) -> None:
    """发一个一次性绑定码，7天内有效；只在这里显示一次。"""
    now = time.time()
    with opened() as database:
        key, name = _subject(database, role, subject)
        code = bindings.issue(database, role, key, secrets.choice, now)
    until = datetime.fromtimestamp(now + CODE_SECONDS, BEIJING).isoformat(timespec="minutes")
    if as_json_:
        say({"code": code, "role": role, "subject": name, "expires_at": until})
    else:
        click.echo(f"{ROLES[role]}“{name}”的绑定码：{code}（{until} 前有效，只能用一次）")
        click.echo(f"请对方在聊天里发送：绑定 {code}")


@command.command("bindings")
@JSON
def list_(as_json_: bool) -> None:
    """列出现在有效的绑定。"""
    with opened() as database:
        names = {each.key: each.name for each in register.entries(database)}
        found = bindings.standing(database)
    rows = [_fields(each, names) for each in found]
    if as_json_:
        say(rows)
    elif not rows:
        click.echo("还没有绑定，请用 huiqi admin bind 发绑定码。")
    else:
        for row in rows:
            click.echo(f"[{row['id']}] {ROLES[row['role']]} {row['subject']}  {row['bound_on']}")


@command.command("unbind")
@click.argument("number", type=int)
def unbind(number: int) -> None:
    """结束一个绑定，编号见 huiqi admin bindings。"""
    with opened() as database:
        ended = bindings.end(database, number, time.time())
    if not ended:
        raise Refused(f"没有编号为{number}的绑定，请用 huiqi admin bindings 查看。")
    click.echo(f"已结束编号为{number}的绑定。", err=True)


@command.command("verify-chain")
def verify_chain() -> None:
    """核对所有测评的证据链和控制台的操作记录；断了就指出第一处，以 1 结束。"""
    with office() as desk, desk.database.read() as connection:
        broken = (
            chain.first_broken(connection)
            or first_difference(connection, desk)
            or audit.first_broken(connection)
        )
    say({"holds": broken is None, **(vars(broken) if broken else {})})
    if broken:
        whose = broken.campaign if broken.campaign == audit.NAME else f"测评 {broken.campaign}"
        click.echo(f"{whose}：{broken.message}", err=True)
        sys.exit(1)


def _subject(database: Database, role: Role, subject: str) -> tuple[str, str]:
    """What is kept of a subject and its name, as the register has them."""
    if role == "platform":
        entry = register.find(database, subject)
        return entry.key, entry.name
    if subject not in {each.recommender for each in register.entries(database)}:
        raise WrongSubject(
            f"登记册里没有推荐单位“{subject}”，请写 huiqi platform show 里的全称，或先登记平台。"
        )
    return subject, subject


def _fields(each: Binding, names: dict[str, str]) -> dict[str, Any]:
    bound = datetime.fromtimestamp(each.bound_at, BEIJING).date().isoformat()
    name = names.get(each.subject, each.subject)
    return {"id": each.id, "role": each.role, "subject": name, "bound_on": bound}
