"""One Official Account: its keys, and what its kind may do, which is data in accounts.yaml."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from actions.settings import Settings

CHANNEL = "wechat"
_RIGHTS = Path(__file__).with_name("accounts.yaml")


@dataclass(frozen=True)
class Rights:
    """Ways of sending that a kind of account has, in the order in which they are tried."""

    name: str
    replies: tuple[str, ...]
    bulk: tuple[str, ...]
    menu: bool
    qr: bool

    @property
    def may_send(self) -> bool:
        """Whether anything can go out unless the person has just written."""
        return bool(self.replies)


@cache
def rights_of(kind: str) -> Rights:
    given = yaml.safe_load(_RIGHTS.read_text(encoding="utf-8"))[kind]
    return Rights(**{**given, "replies": tuple(given["replies"]), "bulk": tuple(given["bulk"])})


@dataclass(frozen=True)
class Notice:
    """A template of the account and the fields over which a text is laid."""

    template_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """What the channel is told of the account; its secrets are not shown."""

    appid: str
    token: str = field(repr=False)
    secret: str = field(repr=False)
    aes_key: str = field(repr=False)
    mode: str
    rights: Rights
    template: Notice | None = None
    subscription: Notice | None = None

    @property
    def prefix(self) -> str:
        return f"wx:{self.appid}:"

    def contact_key(self, openid: str) -> str:
        return self.prefix + openid

    def openid(self, contact_key: str) -> str:
        return contact_key.removeprefix(self.prefix)


def account_of(settings: Settings) -> Account:
    return Account(
        settings.wechat_appid,
        settings.wechat_token,
        settings.wechat_secret,
        settings.wechat_aes_key,
        settings.wechat_mode,
        rights_of(settings.wechat_account),
        _notice(settings.wechat_template, settings.wechat_template_fields),
        _notice(settings.wechat_subscription, settings.wechat_subscription_fields),
    )


def _notice(template_id: str, fields: str) -> Notice | None:
    names = tuple(each.strip() for each in fields.split(",") if each.strip())
    return Notice(template_id, names) if template_id else None
