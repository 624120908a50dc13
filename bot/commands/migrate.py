"""huiqi migrate: bring the database to this version."""

from __future__ import annotations

import click

from actions.opening import database_of
from bot.commands.common import settings


@click.command("migrate")
def command() -> None:
    """把数据库升级到本版本（可重复执行）。"""
    database_of(settings()).migrate()
    click.echo("数据库已是本版本。", err=True)
