"""What the first delivery of a message tells of its contact: allowances, reach, consents."""

from __future__ import annotations

import logging

from sqlalchemy.engine import Connection

from bot.sending import contacts, deliveries
from bot.wechat import consents, quota
from bot.wechat.account import Account
from bot.wechat.reading import Consents, Heard, Left, Receipt, Sentence, Words

log = logging.getLogger("huiqi.wechat")

LEFT = "对方已取消关注"
BLOCKS = "对方不接收公众号的通知"
NOT_DELIVERED = "微信收下了通知，但没有送到"


def note(
    connection: Connection,
    account: Account,
    heard: Heard,
    contact_key: str,
    now: float,
    *,
    is_turn: bool,
) -> None:
    """Write it down in the caller's transaction."""
    if account.rights.may_send:
        quota.opened(connection, contact_key, heard.opens, now)
    match heard.what:
        case Words() | Sentence() if not is_turn:  # the inbox does it for a turn
            contacts.wrote(connection, contact_key, now)
        case Left():
            contacts.lose(connection, contact_key, LEFT, now)
        case Consents():
            consents.told(connection, contact_key, heard.what)
        case Receipt(status) if status and status != "success":
            _undelivered(connection, contact_key, heard.what, now)


def _undelivered(connection: Connection, contact_key: str, receipt: Receipt, now: float) -> None:
    """A notice was accepted and then not delivered: it goes another way, later, or to a person."""
    status = receipt.status[:40].casefold().encode("ascii", "replace").decode()
    log.warning("a notice was not delivered: %s", status)
    reason, again_at = f"{NOT_DELIVERED}（{status}）", None
    if "block" in status:
        contacts.lose(connection, contact_key, BLOCKS, now)
    elif "freq" in status:
        again_at = now + quota.OFTEN_SECONDS
        quota.put(connection, contact_key, template_after=again_at)
    elif receipt.not_agreed:
        again_at = now
        for template in receipt.not_agreed:
            consents.put(connection, contact_key, template, 0)
    if receipt.number:
        deliveries.undelivered(connection, contact_key, receipt.number, now, reason, again_at)
