"""Whether everything is in place for WeChat's messages to arrive and ours to go out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from sqlalchemy import and_, func, select

from bot.errors import BotError
from bot.wechat import envelope
from bot.wechat.account import CHANNEL, Account, Notice
from bot.wechat.api import Api
from bot.wechat.channel import PATH
from bot.wechat.errors import WeChatRefused
from surveys.database import Database
from surveys.platforms.model import BEIJING
from surveys.schema import inbox

SECONDS = 10.0
NO_RIGHT = 48001
_FIELD = re.compile(r"\{\{(\w+)\.DATA\}\}")


@dataclass(frozen=True)
class Finding:
    """One thing looked at; the sentence says what to do where it is not fine."""

    fine: bool
    sentence: str


async def check(
    account: Account, public_url: str, api: Api, database: Database, clock: Callable[[], float]
) -> list[Finding]:
    """Everything in the order in which a person would look for a fault."""
    findings = [_address(public_url)]
    if public_url:
        findings.append(await _knocked(account, public_url, clock))
    findings.append(_arrived(account, database))
    if not account.rights.may_send:
        return [*findings, Finding(True, "未认证的账号只能在对方来信时回复，不调用微信接口")]
    token = await _token(api)
    findings.append(token)
    if token.fine:
        findings.append(await _allowed(account, api))
        findings += await _templates(account, api)
    return findings


def _address(public_url: str) -> Finding:
    if not public_url:
        return Finding(False, "没有设 HUIQI_PUBLIC_URL，请填公众平台能访问到的网址")
    address = urlsplit(public_url)
    if address.scheme not in ("http", "https") or address.port not in (None, 80, 443):
        return Finding(False, "微信只访问 http 的80端口和 https 的443端口，请改 HUIQI_PUBLIC_URL")
    return Finding(True, f"公众平台“服务器地址”填 {_webhook(public_url)}")


def _webhook(public_url: str) -> str:
    return public_url.rstrip("/") + PATH


async def _knocked(account: Account, public_url: str, clock: Callable[[], float]) -> Finding:
    """Do what the platform does when the address is saved."""
    word = "huiqi"
    query = envelope.handshake_query(account, word, clock())
    try:
        async with httpx.AsyncClient(timeout=SECONDS) as http:
            response = await http.get(_webhook(public_url), params=query)
    except (httpx.HTTPError, httpx.InvalidURL):
        return Finding(
            False, "从本机访问不到公网地址，请检查域名、反向代理和证书，并确认服务已启动"
        )
    if response.status_code == 200 and response.text == word:
        return Finding(True, "公网地址能通，令牌一致")
    return Finding(
        False,
        f"公网地址返回HTTP {response.status_code}，不是我们的应答，请检查反向代理是否转到本服务、"
        "服务启动时的设置是否与现在相同",
    )


def _arrived(account: Account, database: Database) -> Finding:
    ours = and_(inbox.c.channel == CHANNEL, inbox.c.account == account.appid)
    query = select(func.max(inbox.c.received_at)).where(ours)
    with database.read() as connection:
        last = connection.execute(query).scalar()
    if last is None:
        return Finding(
            False,
            "还没有收到过微信的消息，请用微信给公众号发一句话，并确认公众平台上“服务器配置”已启用",
        )
    when = datetime.fromtimestamp(last, BEIJING).isoformat(" ", timespec="minutes")
    return Finding(True, f"最近一次收到微信的消息：{when}")


async def _token(api: Api) -> Finding:
    try:
        await api.token()
    except BotError as error:
        return Finding(False, str(error))
    return Finding(True, "取到了access_token，AppID、AppSecret和IP白名单都对")


async def _allowed(account: Account, api: Api) -> Finding:
    """Whether the account is of the kind that it was set to be."""
    try:
        await api.get("/cgi-bin/customservice/getkflist")
    except WeChatRefused as error:
        if error.code == NO_RIGHT:
            return Finding(
                False,
                f"设的是{account.rights.name}，但没有客服消息的权限；"
                "没有认证就设 HUIQI_WECHAT_ACCOUNT=unverified",
            )
    except BotError as error:
        return Finding(False, str(error))
    return Finding(True, f"{account.rights.name}，可以用客服消息")


async def _templates(account: Account, api: Api) -> list[Finding]:
    if account.template is None or "template" not in account.rights.bulk:
        return []
    try:
        answer = await api.get("/cgi-bin/template/get_all_private_template")
    except BotError as error:
        return [Finding(False, str(error))]
    return [_template(account.template, answer.get("template_list") or [])]


def _template(notice: Notice, listed: list[dict[str, Any]]) -> Finding:
    found = [each for each in listed if each.get("template_id") == notice.template_id]
    if not found:
        return Finding(
            False, "账号里没有 HUIQI_WECHAT_TEMPLATE 这个模板，请在公众平台“模板消息”里选用"
        )
    wanted = _FIELD.findall(str(found[0].get("content", "")))
    if set(wanted) != set(notice.fields):
        given = ",".join(wanted)
        return Finding(False, f"模板的字段不同，请设 HUIQI_WECHAT_TEMPLATE_FIELDS={given}")
    return Finding(True, "提醒用的模板和字段都对")
