"""huiqi admin demo: an invented platform and a finished survey, to look around in."""

from __future__ import annotations

import click

from bot.commands.common import say
from bot.commands.survey import office
from surveys import demo


@click.command("demo")
@click.option("--recommender", default="【示例】江东省中小企业主管部门", show_default=True)
@click.option("--remove", is_flag=True, help="删除示例的一切。")
def command(recommender: str, remove: bool) -> None:
    """建一个示例：虚构的平台、120家企业、一次已结束的测评。"""
    with office() as desk:
        if remove:
            demo.remove_demo(desk)
            click.echo("示例已删除。", err=True)
        else:
            say({"survey": demo.load_demo(desk, recommender), "platform": demo.NAME})
