"""huiqi admin dead-letters: what could not be sent, and what a person decides about it."""

from __future__ import annotations

import time
from datetime import datetime

import click

from bot.commands.common import say
from bot.commands.json_file import Refused
from bot.commands.platform import JSON, opened
from bot.sending import dead_letters as letters
from surveys.platforms.model import BEIJING

CHANNELS = {"tg": "Telegram", "wx": "微信", "web": "网页"}


@click.group("dead-letters", invoke_without_command=True)
@JSON
@click.pass_context
def command(context: click.Context, as_json_: bool) -> None:
    """列出没有发出去的消息及原因。"""
    if context.invoked_subcommand:
        return
    with opened() as database:
        found, unanswered = letters.dead_letters(database), letters.unanswered(database)
    if as_json_:
        say([vars(each) for each in found])
        return
    if not found:
        click.echo("没有发不出去的消息。")
    for each in found:
        kind = "提醒" if each.bulk else "回复"
        click.echo(f"[{each.id}] {_where(each)} {kind}：{each.reason}")
    if unanswered:
        click.echo(
            f"另有{len(unanswered)}条来信没有答出来，见 huiqi admin dead-letters unanswered。"
        )


@command.command("unanswered")
@JSON
def unanswered_(as_json_: bool) -> None:
    """列出试了几次没有答出来的来信，不显示内容。"""
    with opened() as database:
        found = letters.unanswered(database)
    if as_json_:
        say([vars(each) for each in found])
        return
    for each in found:
        click.echo(f"[{each.id}] {_where(each)}：没有答出来，已请对方换个说法再问，原因见日志。")
    if not found:
        click.echo("没有答不出来的来信。")


@command.command("again")
@click.argument("number", type=int)
def again(number: int) -> None:
    """再发一次。"""
    with opened() as database:
        _found(letters.send_again(database, number, time.time()), number)
    click.echo(f"编号为{number}的消息已重新排队。", err=True)


@command.command("aside")
@click.argument("number", type=int)
def aside(number: int) -> None:
    """看过了，不用再发。"""
    with opened() as database:
        _found(letters.set_aside(database, number, time.time()), number)
    click.echo(f"编号为{number}的消息已收起。", err=True)


def _where(each: letters.DeadLetter | letters.Unanswered) -> str:
    at = datetime.fromtimestamp(each.at, BEIJING).isoformat(" ", timespec="minutes")
    return f"{at} {CHANNELS.get(each.channel, each.channel)}"


def _found(moved: bool, number: int) -> None:
    if not moved:
        raise Refused(f"没有编号为{number}的未发出消息，请用 huiqi admin dead-letters 查看。")
