"""huiqi admin person: what is kept of one person, handed out or deleted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot.commands.common import say
from bot.commands.frame import FILE, write_whole
from bot.commands.survey import office
from surveys.personal.erasing import erase
from surveys.personal.exporting import export

A_FINDING = 1
WHO = click.argument("who", metavar="联系人或电话")


@click.group("person")
def command() -> None:
    """一个人的全部个人信息：导出给本人，或应本人要求删除。

    联系人写 web:、tg: 或 wx: 开头的编号，或者写访谈、名单里的电话号码。
    """


@command.command("export")
@WHO
@click.option("--out", type=FILE, help="写到这个文件；不写就显示出来。")
def export_(who: str, out: Path | None) -> None:
    """导出保存着的一切：对话、访谈、绑定、提醒。"""
    with office() as desk:
        found = export(desk, who)
    if out is None:
        say(found)
        return
    write_whole(out, json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")
    click.echo(f"已写到 {out}，里面有个人信息，请只交给本人。", err=True)


@command.command("erase")
@WHO
@click.option("--yes", is_flag=True, help="不再询问。")
def erase_(who: str, yes: bool) -> None:
    """删除这个人的一切；测评的评价和家数留下，证据链不断，删除本身有记录。"""
    if not yes:
        click.confirm("删除后不能恢复，确定吗？", abort=True, err=True)
    with office() as desk:
        done = erase(desk, who)
    say({"deleted": done.counts, "not_yet": list(done.not_yet)})
    if done.not_yet:
        surveys = "、".join(done.not_yet)
        click.echo(
            f"测评 {surveys} 还没有抽取，名单承诺后不能改动；请在抽取之后再删一次。", err=True
        )
        sys.exit(A_FINDING)
    if not done.counts:
        click.echo("没有找到这个人的信息，请核对联系人编号或电话。", err=True)
        sys.exit(A_FINDING)
