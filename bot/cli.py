"""The command `huiqi`: each subcommand lives in a module of `bot.commands`.

Exit code 0 done, 1 a finding the caller must look at, 2 wrong use or bad input.
"""

from __future__ import annotations

import importlib
import sys

import click

from actions.settings import WrongSetting
from bot.errors import BotError
from knowledge.errors import KnowledgeError
from surveys.errors import SurveyError

# Command → module: loaded only when called, so that every command starts quickly.
COMMANDS = {
    "run": "run",
    "train": "train",
    "migrate": "migrate",
    "ask": "ask",
    "search": "search",
    "evaluate": "evaluate",
    "regulation": "regulation",
    "review": "review",
    "parse": "parse",
    "chat": "chat",
    "eligibility": "eligibility",
    "form": "form",
    "deadlines": "deadlines",
    "frame": "frame",
    "draw": "draw",
    "survey": "survey",
    "platform": "platform",
    "admin": "admin",
}


class Lazy(click.Group):
    """Finds a subcommand in its own module, `bot.commands.<module>.command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"bot.commands.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.command(cls=Lazy)
@click.version_option(package_name="huiqi")
def cli() -> None:
    """惠企：《国家中小企业公共服务示范平台认定管理办法》问答助手。"""


def main() -> None:
    """Run a command; what a person can mend is one sentence on standard error."""
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        _fail(_sentence(error))
    except (KnowledgeError, SurveyError, BotError, WrongSetting) as error:
        _fail(str(error))
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)


def _sentence(error: click.ClickException) -> str:
    """What is wrong and what to do; click's own sentences are told in Chinese."""
    said = error.format_message()
    if any("\u4e00" <= letter <= "\u9fff" for letter in error.message):
        return error.message
    param = getattr(error, "param", None)
    name = param.opts[0] if param and param.opts else ""
    if isinstance(error, click.MissingParameter):
        return f"缺少 {name or said}，请加 --help 查看写法。"
    if isinstance(error, click.BadParameter) and param:
        choices = "、".join(getattr(param.type, "choices", ()))
        among = f"，应是其中一种：{choices}" if choices else ""
        return f"{name} 写得不对{among}，请加 --help 查看写法。"
    return f"命令写得不对（{said.rstrip('.')}），请加 --help 查看写法。"


def _fail(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
