"""huiqi form: the blank forms of both annexes, and a spreadsheet to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.frame import write_whole

OUT = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))


@click.group("form")
def command() -> None:
    """空白表格：推荐表、申请报告和自查用的表格。"""


@command.command("blank")
@click.option("--annex", required=True, type=click.Choice(["1", "2"]), help="附件号。")
@OUT
def blank(annex: str, out: Path) -> None:
    """写一份空白的推荐表（附件1）或申请报告（附件2），Word 格式。"""
    from surveys.forms.application_form import application_form
    from surveys.forms.recommendation_blank import recommendation_blank

    _write(out, ".docx", recommendation_blank() if annex == "1" else application_form())


@command.command("template")
@OUT
def template_command(out: Path) -> None:
    """写一份自查用的 Excel 表格，填好后交给 huiqi eligibility。"""
    from surveys.forms.template import template

    _write(out, ".xlsx", template())


def _write(out: Path, ending: str, data: bytes) -> None:
    if out.suffix.lower() != ending:
        raise click.UsageError(f"{out.name} 请以 {ending} 结尾。")
    write_whole(out, data)
    click.echo(f"已写好 {out}。", err=True)
