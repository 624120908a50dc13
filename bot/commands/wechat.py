"""huiqi admin wechat: the menu, QR codes with a code in them, and what may be wrong."""

from __future__ import annotations

import asyncio
import io
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click
import qrcode

from actions.opening import database_of, seal_of
from actions.settings import Settings
from bot.commands.common import say, settings
from bot.commands.frame import FILE, write_whole
from bot.commands.json_file import Refused
from bot.commands.platform import JSON
from bot.wechat.account import Account, account_of
from bot.wechat.api import Api, open_api
from bot.wechat.checking import check
from bot.wechat.menu import as_wechat
from surveys.database import Database

MOST_DAYS = 30
LONGEST_SCENE = 64
T = TypeVar("T")


@click.group("wechat")
def command() -> None:
    """微信公众号：菜单、带参数的二维码、检查。"""


@command.command("menu")
@click.option("--show", is_flag=True, help="只显示菜单，不发布。")
def menu(show: bool) -> None:
    """发布公众号的菜单。"""
    if show:
        say(as_wechat())
        return
    _called(_may_menu, lambda api: api.post("/cgi-bin/menu/create", as_wechat()))
    click.echo("菜单已发布；已关注的人重新进入公众号，最多24小时后看到。", err=True)


@command.command("qr")
@click.argument("scene")
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=MOST_DAYS, help="有效天数。")
@click.option("--permanent", is_flag=True, help="永久有效（每个账号最多10万个）。")
@click.option("--out", type=FILE, help="把二维码存成图片（.png）。")
def qr(scene: str, days: int, permanent: bool, out: Path | None) -> None:
    """带参数的二维码：扫码关注后，等于把 SCENE（邀请码或绑定码）发给公众号。"""
    if not 1 <= len(scene) <= LONGEST_SCENE:
        raise Refused(f"参数要有1到{LONGEST_SCENE}个字符，现在是{len(scene)}个。")
    body: dict[str, Any] = {
        "action_name": "QR_LIMIT_STR_SCENE" if permanent else "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }
    if not permanent:
        body["expire_seconds"] = days * 24 * 3600  # without it WeChat gives one minute
    answer = _called(_may_qr, lambda api: api.post("/cgi-bin/qrcode/create", body))
    url = str(answer["url"])
    if out:
        write_whole(out, _image(url))
    say({"url": url, "days": None if permanent else days, "file": str(out) if out else None})


@command.command("check")
@JSON
def check_(as_json_: bool) -> None:
    """逐项检查能不能收发消息；有问题以 1 结束。"""
    chosen, account = _account()

    async def work(api: Api, database: Database) -> Any:
        return await check(account, chosen.public_url, api, database, time.time)

    findings = _with_api(chosen, account, work)
    if as_json_:
        say([vars(each) for each in findings])
    else:
        for each in findings:
            click.echo(f"{'好　' if each.fine else '问题'} {each.sentence}。")
    if not all(each.fine for each in findings):
        sys.exit(1)


def _may_menu(account: Account) -> None:
    if not account.rights.menu:
        raise Refused("未认证的账号不能发布菜单，认证之后才有这个权限。")


def _may_qr(account: Account) -> None:
    if not account.rights.qr:
        raise Refused(f"{account.rights.name}没有带参数二维码的权限，只有已认证的服务号有。")


def _called(
    allowed: Callable[[Account], None], call: Callable[[Api], Awaitable[dict[str, Any]]]
) -> dict[str, Any]:
    """The answer to one call; what it is refused for is a sentence."""
    chosen, account = _account()
    allowed(account)

    async def work(api: Api, _: Database) -> dict[str, Any]:
        return await call(api)

    return _with_api(chosen, account, work)


def _account() -> tuple[Settings, Account]:
    chosen = settings()
    if not chosen.wechat_appid:
        raise Refused(
            "还没有设微信公众号，请先填 HUIQI_WECHAT_APPID、HUIQI_WECHAT_SECRET 和 "
            "HUIQI_WECHAT_TOKEN，见 docs/wechat.md。"
        )
    return chosen, account_of(chosen)


def _with_api(
    chosen: Settings, account: Account, work: Callable[[Api, Database], Awaitable[T]]
) -> T:
    async def run() -> T:
        api = open_api(account, chosen.wechat_api_base, database, seal_of(chosen), time.time)
        try:
            return await work(api, database)
        finally:
            await api.close()

    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    database = database_of(chosen)
    try:
        database.migrate()
        return asyncio.run(run())
    finally:
        database.close()


def _image(url: str) -> bytes:
    image = io.BytesIO()
    qrcode.make(url, border=2).save(image, "PNG")
    return image.getvalue()
