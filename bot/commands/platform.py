"""huiqi platform: the register of 示范平台, its reports and what is due (Articles 16 to 21)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from actions.opening import database_of
from bot.commands.common import say, settings
from bot.commands.frame import FILE, write_whole
from bot.commands.json_file import Refused
from bot.commands.platform_view import event_fields, fields, iso, lines, past, shown
from knowledge.rules.deadlines import needs_attention
from surveys.database import Database
from surveys.masking import masked
from surveys.platforms import records, register
from surveys.platforms.calendar import icalendar
from surveys.platforms.duties import ahead
from surveys.platforms.entries import KINDS, Draft, checked, month_of
from surveys.platforms.model import Happening, beijing_day
from surveys.platforms.outlook import outlook
from surveys.platforms.records import Filed
from surveys.platforms.register import Said

A_FINDING = 1
MONTHS_AHEAD = 12  # monthly reports in a calendar


class Day(click.ParamType[date]):
    """A date written as 2026-03-05."""

    name = "日期"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2026-03-05"):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            raise Refused(f"“{value}”不是日期，请写成年-月-日，例如 2026-03-05。") from None


DAY = Day()
BY = click.option("--by", default="管理员", help="谁说的：写单位或角色，不写个人姓名电话。")
JSON = click.option("--json", "as_json_", is_flag=True, help="以 JSON 输出。")
TODAY = click.option("--today", type=DAY, help="按哪一天看；不写就是今天。")


@click.group("platform")
def command() -> None:
    """示范平台登记册：登记、月报、事件和到期。"""


@command.command("add")
@click.option("--name", required=True, help="全称。")
@click.option("--short-name", default="", help="简称。")
@click.option("--code", required=True, help="统一社会信用代码。")
@click.option("--recommender", required=True, help="推荐单位全称。")
@click.option("--certified-on", type=DAY, required=True, help="认定公布日。")
@click.option("--valid-until", type=DAY, help="公告载明的截止日；没有载明的不写，按第十七条算。")
@click.option("--correct", metavar="NAME", help="更正这个平台的登记；旧的一行留在历史里。")
@BY
@JSON
def add(by: str, as_json_: bool, correct: str | None, **typed: Any) -> None:
    """登记一个平台，或更正登记。"""
    typed["credit_code"] = typed.pop("code")
    entry = checked(Draft(**typed))
    with opened() as database:
        said = Said(masked(by), time.time())
        if correct:
            kept = register.correct(database, register.find(database, correct).key, entry, said)
        else:
            kept = register.add(database, entry, said)
    _tell(as_json_, fields(kept), f"已登记“{kept.name}”，有效期至 {kept.valid_until}。")


@command.command("list")
@click.option("--recommender", help="只列这个推荐单位的。")
@JSON
def list_(recommender: str | None, as_json_: bool) -> None:
    """列出登记的平台。"""
    with opened() as database:
        found = register.entries(database)
    chosen = [each for each in found if recommender in (None, each.recommender)]
    if as_json_:
        say([fields(each) for each in chosen])
    elif not chosen:
        click.echo("登记册里没有平台，请用 huiqi platform add 登记。")
    else:
        for each in chosen:
            click.echo(f"{each.name}  {each.credit_code}  有效期至 {each.valid_until}")


@command.command("show")
@click.argument("name")
@TODAY
@JSON
def show(name: str, today: date | None, as_json_: bool) -> None:
    """一个平台的登记、历史、接下来的期限和连续漏报。"""
    with opened() as database:
        key = register.find(database, name).key
        record, history = records.record(database, key), register.history(database, key)
    seen = outlook(record, today or beijing_day(time.time()))
    if as_json_:
        say({**shown(record, seen), "history": [past(entry, said) for entry, said in history]})
    else:
        click.echo("\n".join(lines(record, seen)))
    if needs_attention(list(seen.all)):
        sys.exit(A_FINDING)


@command.command("file")
@click.argument("name")
@click.argument("month")
@click.option("--on", "filed_on", type=DAY, help="填报日期；不写就是今天。")
@click.option("--not-filed", is_flag=True, help="记为没有填报。")
@BY
@JSON
def file(
    name: str, month: str, filed_on: date | None, not_filed: bool, by: str, as_json_: bool
) -> None:
    """记下一个月的填报，例如 huiqi platform file 某中心 2026-02 --on 2026-03-05。"""
    if not_filed and filed_on:
        raise click.UsageError("--not-filed 和 --on 只能写一个。")
    now = time.time()
    day = None if not_filed else filed_on or beijing_day(now)
    with opened() as database:
        entry = register.find(database, name)
        filed = Filed(month_of(month), day)
        recorded = records.file(database, entry.key, filed, Said(masked(by), now))
    row = {"name": entry.name, "month": str(filed.month), "filed_on": iso(day)}
    told = f"{day} 填报" if day else "没有填报"
    already = "已记下" if recorded else "早已记有"
    _tell(as_json_, {**row, "recorded": recorded}, f"{already}：{entry.name} {month} {told}。")


@command.command("event")
@click.argument("name")
@click.argument("kind")
@click.option("--on", "day", type=DAY, required=True, help="发生的日期。")
@click.option("--note", default="", help="说明。")
@click.option("--replaces", type=int, help="更正编号为此的事件；类型写“作废”就是取消它。")
@BY
@JSON
def event(
    name: str, kind: str, day: date, note: str, replaces: int | None, by: str, as_json_: bool
) -> None:
    """记下一件事，例如 huiqi platform event 某中心 更名 --on 2026-01-10。"""
    happening = Happening(0, kind, day, note)
    with opened() as database:
        entry = register.find(database, name)
        number = records.happen(
            database, entry.key, happening, Said(masked(by), time.time()), replaces
        )
    row = {"name": entry.name, **event_fields(replace(happening, id=number)), "replaces": replaces}
    _tell(as_json_, row, f"已记下：{entry.name} {day} {kind}（编号{number}）。")


@command.command("calendar")
@click.argument("name")
@click.option("--out", type=FILE, required=True, help="写到哪个文件，例如 期限.ics。")
@TODAY
def calendar(name: str, out: Path, today: date | None) -> None:
    """把一个平台今后的期限写成日历文件，可导入手机和电脑的日历。"""
    now = time.time()
    with opened() as database:
        record = records.record(database, register.find(database, name).key)
    duties = ahead(record, today or beijing_day(now), MONTHS_AHEAD)
    write_whole(out, icalendar(record.entry.name, duties, now).encode())
    click.echo(f"已写入 {out}，共{len(duties)}项。", err=True)


event.help = f"{event.help}\n\n类型：{'、'.join(KINDS)}。"


@contextmanager
def opened() -> Iterator[Database]:
    """The database of this installation, brought to this version."""
    database = database_of(settings())
    database.migrate()
    try:
        yield database
    finally:
        database.close()


def _tell(as_json_: bool, row: dict[str, Any], sentence: str) -> None:
    if as_json_:
        say(row)
    else:
        click.echo(sentence)
