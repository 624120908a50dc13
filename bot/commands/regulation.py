"""huiqi regulation: list, show and add regulations."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import regulation_of, settings
from knowledge import library
from knowledge.comparing import CHANGES, compare
from knowledge.units import SHIPPED


@click.group("regulation")
def command() -> None:
    """查看和添加办法。"""


@command.command("list")
def list_() -> None:
    """列出已有的办法。"""
    for each in library.load_all(settings().regulations_dir):
        articles = len(each.of_kind("article"))
        dated = each.effective or ("征求意见稿，尚未施行" if each.is_draft else "施行日期未填")
        click.echo(f"{each.key}\t{each.name}\t{articles}条\t{dated}")


@command.command("show")
@click.argument("unit")
@click.option("--in", "key", default="draft", help="办法的编号，见 huiqi regulation list。")
def show(unit: str, key: str) -> None:
    """原文显示一条、一款、一项或表格的一栏。"""
    found = library.find_unit(regulation_of(key), unit)
    click.echo(found.display)


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="办法的名称；不写则取标题。")
@click.option("--effective", help="施行日期，如 2026-01-31。")
def add(file: Path, name: str | None, effective: str | None) -> None:
    """添加另一部办法（.txt、.docx、.md）。"""
    added = library.add(settings().regulations_dir, file, name, effective)
    articles = len(added.of_kind("article"))
    click.echo(f"已添加 {added.key}\t{added.name}\t{articles}条")


@command.command("diff")
@click.argument("earlier")
@click.argument("later", default=SHIPPED)
@click.option("--all", "with_same", is_flag=True, help="也列出没有变化的条款。")
def diff(earlier: str, later: str, with_same: bool) -> None:
    """逐条比较两部办法（写编号），例如旧办法和征求意见稿。"""
    pairs = compare(regulation_of(earlier), regulation_of(later))
    for pair in pairs:
        if with_same or pair.change != "same":
            click.echo(f"{pair.heading}\n{pair.marked}\n")
    kinds = {kind: sum(pair.change == kind for pair in pairs) for kind in CHANGES}
    click.echo("，".join(f"{CHANGES[kind]}{count}条" for kind, count in kinds.items()) + "。")
