"""huiqi regulation: list, show and add regulations."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.common import settings
from knowledge import library
from knowledge.errors import UnitNotFound


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
    regulations = {each.key: each for each in library.load_all(settings().regulations_dir)}
    if key not in regulations:
        raise UnitNotFound(f"没有编号为“{key}”的办法，请先看 huiqi regulation list。")
    found = library.find_unit(regulations[key], unit)
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
