"""What the first delivery of a message tells of its contact: allowances, reach, consents."""

from __future__ import annotations

import logging

from sqlalchemy.engine import Connection

from bot.sending import contacts
from bot.wechat import consents, quota
from bot.wechat.account import Account
from bot.wechat.reading import Consents, Heard, Left, Receipt, Sentence, Words

log = logging.getLogger("huiqi.wechat")

FREQUENT_SECONDS = 6 * 3600.0
LEFT = "对方已取消关注"
BLOCKS = "对方不接收公众号的通知"


def note(
    connection: Connection, account: Account, heard: Heard, contact_key: str, now: float
) -> None:
    """Write it down in the caller's transaction."""
    if account.rights.may_send:
        quota.opened(connection, contact_key, heard.opens, now)
    match heard.what:
        case Words() | Sentence():
            contacts.wrote(connection, contact_key, now)
        case Left():
            contacts.lose(connection, contact_key, LEFT, now)
        case Consents():
            consents.told(connection, contact_key, heard.what)
        case Receipt(status) if status and status != "success":
            _undelivered(connection, contact_key, status.casefold(), now)


def _undelivered(connection: Connection, contact_key: str, status: str, now: float) -> None:
    """A notice was accepted and then not delivered."""
    log.warning("a notice was not delivered: %s", status[:40].encode("ascii", "replace").decode())
    if "block" in status:
        contacts.lose(connection, contact_key, BLOCKS, now)
    elif "freq" in status:
        quota.put(connection, contact_key, template_after=now + FREQUENT_SECONDS)
