"""huiqi train: the dialogue model, if it is not current."""

from __future__ import annotations

import click

from bot.commands.common import settings
from bot.errors import CannotStart
from bot.rasa_server import QUIET
from nlu.training import TrainingFailed, is_current, train


@click.command("train")
def command() -> None:
    """训练对话模型（已是最新则不重复训练）。"""
    import os

    os.environ.update(QUIET)
    models = settings().model_dir
    if is_current(models):
        click.echo("对话模型已是最新。", err=True)
        return
    click.echo("正在训练对话模型，约半分钟……", err=True)
    try:
        model = train(models)
    except TrainingFailed as error:
        raise CannotStart(str(error)) from error
    click.echo(f"训练完成：{model.name}", err=True)
