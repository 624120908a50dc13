"""huiqi review: what to make of questions that were not answered, or not well."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

import click

from actions.opening import database_of
from actions.settings import Settings
from bot.commands.common import say, settings
from bot.reviewing import REASONS, Verdict, decide, dismiss, gathered
from knowledge.answerer import load_answerer
from knowledge.errors import UnitNotFound
from knowledge.library import find_unit, load_shipped
from knowledge.reviewed import as_bank, broken, read_reviewed
from surveys.database import Database
from surveys.review import Waiting

SAMPLES = 5
HELP = """每一组是意思相近的问题。请输入：
  条号（如 第十七条、附件2第八栏）  这一条回答它；条号后空一格可写一个更清楚的问法，一并收入题库
  无    条文没有回答它
  略    不是问题，丢掉
  回车  先放着，看下一组
  完    结束"""


@click.command("review")
@click.option("--list", "only_list", is_flag=True, help="只列出，不处理。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 列出。")
@click.option("--check", is_flag=True, help="检查已有的决定现在是否都答对。")
def command(only_list: bool, as_json: bool, check: bool) -> None:
    """处理没答上、没帮上忙的问题。"""
    chosen = settings()
    if check:
        _check(chosen)
        return
    database = database_of(chosen)
    database.migrate()
    found = gathered(database, chosen.embedding_model)
    if as_json:
        say([_fields(group) for group in found])
    elif only_list or not found:
        _list(found)
    else:
        _work_through(chosen, database, found)
    database.close()


def _fields(group: Sequence[Waiting]) -> dict[str, object]:
    first = group[0]
    return {
        "questions": [each.question for each in group],
        "status": first.status,
        "units": list(first.units),
        "reasons": sorted({each.reason for each in group}),
    }


def _list(found: Sequence[Sequence[Waiting]]) -> None:
    if not found:
        click.echo("没有待处理的问题。")
    for number, group in enumerate(found, 1):
        click.echo(_described(number, len(found), group))


def _described(number: int, total: int, group: Sequence[Waiting]) -> str:
    reasons = "、".join(dict.fromkeys(REASONS[each.reason] for each in group))
    questions = list(dict.fromkeys(each.question for each in group))
    lines = [f"[{number}/{total}] {len(group)}次，{reasons}"]
    lines += [f"  · {question}" for question in questions[:SAMPLES]]
    if len(questions) > SAMPLES:
        lines.append(f"  …… 另有{len(questions) - SAMPLES}种问法")
    if group[0].units:
        lines.append(f"  当时最接近：{'、'.join(group[0].units)}")
    return "\n".join(lines)


def _work_through(chosen: Settings, database: Database, found: Sequence[Sequence[Waiting]]) -> None:
    click.echo(HELP)
    decided = 0
    for number, group in enumerate(found, 1):
        click.echo("\n" + _described(number, len(found), group))
        reply = _reply()
        if reply == "完":
            break
        if reply:
            _decide(chosen, database, group, reply)
            decided += 1
    click.echo(f"处理了{decided}组。新的决定在惠企重新启动后生效；huiqi review --check 可复查。")


def _reply() -> str:
    """An answer that can be acted on; asked again until it is one."""
    while True:
        reply: str = click.prompt("决定", default="", show_default=False).strip()
        if reply in ("", "无", "略", "完"):
            return reply
        try:
            find_unit(load_shipped(), reply.split(maxsplit=1)[0])
        except UnitNotFound as error:
            click.echo(str(error))
        else:
            return reply


def _decide(chosen: Settings, database: Database, group: Sequence[Waiting], reply: str) -> None:
    if reply == "略":
        dismiss(database, group, time.time())
        return
    name, _, better = reply.partition(" ")
    verdict = Verdict(None if name == "无" else name, better.strip())
    decide(database, chosen.reviewed_file, group, verdict, time.time())


def _check(chosen: Settings) -> None:
    """Every decision is a test: ends with 1 and names those that are not followed."""
    decided = read_reviewed(chosen.reviewed_file)
    failed = broken(load_answerer(chosen.embedding_model, as_bank(decided)), decided)
    for each, instead in failed:
        click.echo(f"“{each.question}”应当是{each.unit or '不在条文内'}，现在是{instead}")
    click.echo(f"{len(decided)}个决定，{len(failed)}个不符。")
    if failed:
        sys.exit(1)
