"""huiqi admin telegram: what is set up once at Telegram, and what to look at when nothing comes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from actions.settings import Settings
from bot.commands.common import say, settings
from bot.commands.json_file import Refused
from bot.commands.platform import JSON
from bot.telegram.contacts import PATH

if TYPE_CHECKING:  # loaded in the commands: the others of `huiqi admin` do without
    from telegram import Bot, User, WebhookInfo

PORTS = (None, 443, 80, 88, 8443)  # those that Telegram pushes to
# Updates one after another: a person's messages must not overtake each other on the way in.
CONNECTIONS = 1
MENU = {
    "start": "开始，或用邀请码答题",
    "help": "我能做什么",
    "stop": "停止提醒，退出正在进行的访谈",
}
Result = TypeVar("Result")


@click.group("telegram")
def command() -> None:
    """Telegram 机器人：登记推送地址、命令菜单，查看状态。"""


@command.command("set-webhook")
@click.option("--remove", is_flag=True, help="撤销登记，改为主动收取之前用。")
def set_webhook(remove: bool) -> None:
    """把本站的推送地址登记到 Telegram。"""
    chosen = _chosen()
    if remove:
        _asked(chosen, lambda bot: bot.delete_webhook())
        click.echo("已撤销推送地址。没有收到的消息还在 Telegram，改为主动收取后会送到。")
        return
    address = _address(chosen)
    _asked(chosen, lambda bot: _register(bot, address, chosen.telegram_secret))
    click.echo(f"已登记：Telegram 会把消息推送到 {address}")


@command.command("commands")
def commands() -> None:
    """登记聊天里的命令菜单。"""
    _asked(_chosen(), lambda bot: bot.set_my_commands(list(MENU.items())))
    for name, told in MENU.items():
        click.echo(f"/{name}  {told}")


@command.command("info")
@JSON
def info(as_json_: bool) -> None:
    """查看机器人和推送的状态；有问题就说出来，以 1 结束。"""
    chosen = _chosen()

    async def both(bot: Bot) -> tuple[User, WebhookInfo]:
        return await bot.get_me(), await bot.get_webhook_info()

    bot, webhook = _asked(chosen, both)
    found = problems(chosen, webhook)
    if as_json_:
        say(_fields(chosen, bot, webhook) | {"problems": found})
    else:
        _tell(chosen, bot, webhook, found)
    sys.exit(1 if found else 0)


def problems(chosen: Settings, webhook: WebhookInfo) -> list[str]:
    """What keeps messages from arriving, and what to do about it."""
    if chosen.telegram_mode == "polling":
        told = "登记着推送地址，收取会被拒绝。请运行 huiqi admin telegram set-webhook --remove。"
        return [told] if webhook.url else []
    found = []
    if not webhook.url:
        found.append("还没有登记推送地址。请运行 huiqi admin telegram set-webhook。")
    elif webhook.url != f"{chosen.public_url.rstrip('/')}{PATH}":
        found.append(
            f"登记的推送地址是 {webhook.url}，和 HUIQI_PUBLIC_URL 不符。"
            "请改正设置，再运行 huiqi admin telegram set-webhook。"
        )
    if webhook.last_error_message and webhook.pending_update_count:
        found.append(
            f"Telegram 推送不进来，还有 {webhook.pending_update_count} 条在等，"
            f"最近一次的原因：{webhook.last_error_message}。请从外网打开这个地址试试。"
        )
    return found


def _fields(chosen: Settings, bot: User, webhook: WebhookInfo) -> dict[str, Any]:
    return {
        "bot": bot.username,
        "link": f"https://t.me/{bot.username}",
        "mode": chosen.telegram_mode,
        "webhook": webhook.url,
        "pending": webhook.pending_update_count,
        "last_error": webhook.last_error_message or "",
    }


def _tell(chosen: Settings, bot: User, webhook: WebhookInfo, found: list[str]) -> None:
    link = f"https://t.me/{bot.username}"
    click.echo(f"机器人：{bot.full_name}（@{bot.username}），{link}")
    click.echo(f"邀请链接：{link}?start=邀请码")
    if chosen.telegram_mode == "polling":
        click.echo("方式：主动收取")
    else:
        click.echo(f"方式：推送到 {webhook.url or '（还没有登记）'}")
    click.echo(f"等待送达的消息：{webhook.pending_update_count} 条")
    for each in found:
        click.echo(each, err=True)


def _chosen() -> Settings:
    chosen = settings()
    if not chosen.telegram_token:
        raise Refused(
            "还没有设置 HUIQI_TELEGRAM_TOKEN，请先向 BotFather 领取令牌，见 docs/telegram.md。"
        )
    return chosen


def _address(chosen: Settings) -> str:
    """Where Telegram is to push to; raises Refused where it would not."""
    if chosen.telegram_mode == "polling":
        raise Refused(
            "现在是主动收取，不需要登记地址。要改为推送，请先设置 HUIQI_TELEGRAM_MODE=webhook。"
        )
    try:
        url = urlsplit(chosen.public_url)
        fit = url.scheme == "https" and bool(url.hostname) and url.port in PORTS
    except ValueError:
        fit = False
    if not fit:
        raise Refused(
            "HUIQI_PUBLIC_URL 应是 Telegram 能打开的 https 地址，端口只能是 443、80、88 或 8443；"
            "没有公网地址的，请设置 HUIQI_TELEGRAM_MODE=polling。"
        )
    return f"{chosen.public_url.rstrip('/')}{PATH}"


async def _register(bot: Bot, address: str, secret: str) -> bool:
    from bot.telegram.updates import WANTED

    return await bot.set_webhook(
        address, max_connections=CONNECTIONS, allowed_updates=WANTED, secret_token=secret
    )


def _asked(chosen: Settings, call: Callable[[Bot], Awaitable[Result]]) -> Result:
    """Telegram's answer to a call; raises Refused with what to do where there is none."""
    from bot.telegram import faults
    from bot.telegram.api import Api

    async def answered() -> Result:
        api = Api(chosen)
        try:
            return await call(api.bot)
        except Exception as error:  # it may hold the address, and so the token
            raise Refused(faults.sentence(error)) from None
        finally:
            await api.close()

    return asyncio.run(answered())
