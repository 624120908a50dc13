"""huiqi run: database, model where needed, then all processes under supervision."""

from __future__ import annotations

import asyncio
import sys

import click

from actions.settings import Settings
from bot.commands.common import settings
from bot.errors import CannotStart
from bot.supervisor import json_line, refuse_taken_ports, supervise, text_line
from nlu.training import is_current


@click.command("run")
def command() -> None:
    """启动惠企，直到按下 Ctrl-C。"""
    chosen = settings()
    refuse_taken_ports(chosen)
    line = json_line if chosen.log_format == "json" else text_line

    def say(name: str, text: str) -> None:
        print(line(name, text), file=sys.stderr, flush=True)  # noqa: T201  # this is the log

    console = prepared_database(chosen)
    if not is_current(chosen.model_dir):
        say("huiqi", "对话模型还没有训练或已经过期，正在训练（约半分钟）……")
        _train()
    say("huiqi", "正在启动 Rasa、动作服务和网关……")
    asyncio.run(supervise(chosen, say, console=console))


def _console(settings: Settings, code: str | None) -> str:
    """Where the console is: on an empty installation, where its first account is made."""
    if code is None:
        return f"控制台：{settings.base_url}/console/"
    link = f"{settings.base_url}/console/setup/{code}"
    return f"控制台还没有账户，请在24小时内打开一次性链接设置：{link}"


def prepared_database(settings: Settings) -> str:
    """The tables of this version; tells how to get into the console."""
    from sqlalchemy.exc import SQLAlchemyError

    from actions.opening import database_of, office_of
    from surveys.staff.links import first_code

    database = database_of(settings)
    try:
        database.migrate()
        return _console(settings, first_code(office_of(settings, database)))
    except SQLAlchemyError as error:
        raise CannotStart(
            f"数据库打不开，请检查 HUIQI_DATABASE_URL：{error.__class__.__name__}。"
        ) from error
    finally:
        database.close()


def _train() -> None:
    """In a process of its own, so that the supervisor stays small."""
    import subprocess

    done = subprocess.run([sys.executable, "-m", "bot.cli", "train"], check=False)
    if done.returncode:
        raise CannotStart("对话模型没有训练成功，原因见上面的输出。")
