"""WeChat's carrier: which way a message goes, and what each answer means.

The account's rights say which ways there are and in what order; a closed way leads to the
next one, and where none is left the message waits until the contact writes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlalchemy.engine import Connection

from bot.messages import Delivered
from bot.sending.carrier import Failed, Halt, Later, Outcome, Part, Sent, Unreachable, Waits
from bot.wechat import consents, notices, quota, text
from bot.wechat.account import Account
from bot.wechat.api import Api
from bot.wechat.errcodes import Meaning, meaning
from bot.wechat.errors import WeChatRefused
from bot.wechat.line import Unanswered
from bot.wechat.reading import Opens
from surveys.database import Database

log = logging.getLogger("huiqi.wechat")

KEPT_FOR_REPLIES = 2  # of the allowance, when a reminder asks for it
PAUSE = 5.0
# For how long a contact gets no template after such a refusal.
REST = {"often": quota.OFTEN_SECONDS, "consent": 30 * 24 * 3600.0}
DAY, BEIJING_OFFSET = 24 * 3600.0, 8 * 3600.0
WAITING = "要等对方来信"
UNKNOWN = "发送后没有收到应答，不知道对方是否已收到"
T = TypeVar("T")
Again = Literal["always", "once", "never"]  # always: the platform knows the message again


@dataclass(frozen=True)
class Closed:
    """A way that does not lead there, and which kind of refusal said so, if one did."""

    reason: str = ""
    refusal: str = ""


class WeChatCarrier:
    """One Official Account as the sender sees it."""

    per_second = 20.0
    contact_seconds = 0.3

    def __init__(
        self, account: Account, api: Api, database: Database, clock: Callable[[], float]
    ) -> None:
        self.prefix = account.prefix
        self._account = account
        self._api = api
        self._database = database
        self._clock = clock
        self._ways: dict[str, Callable[[str, str, bool], Awaitable[Outcome | Closed]]] = {
            "customer_service": self._by_customer_service,
            "template": self._by_template,
            "subscription": self._by_subscription,
        }

    def parts(self, said: Delivered) -> tuple[Part, ...]:
        return text.parts(said)

    async def send(self, contact_key: str, part: Part, *, bulk: bool) -> Outcome:
        """Try the account's ways one after the other."""
        content = text.rendered(part)
        reason = WAITING
        for way in self._account.rights.bulk if bulk else self._account.rights.replies:
            outcome = await self._ways[way](contact_key, content, bulk)
            if not isinstance(outcome, Closed):
                return outcome
            reason = outcome.reason or reason
        return Waits(reason)

    async def close(self) -> None:
        await self._api.close()

    async def _by_customer_service(
        self, contact_key: str, content: str, bulk: bool
    ) -> Outcome | Closed:
        keep = KEPT_FOR_REPLIES if bulk else 0
        used = await self._stored(lambda c: quota.take(c, contact_key, self._clock(), keep))
        if not used:
            return Closed()
        body = {
            "touser": self._account.openid(contact_key),
            "msgtype": "text",
            "text": {"content": content},
        }
        again: Again = "never" if bulk else "once"
        outcome = await self._call("/cgi-bin/message/custom/send", body, contact_key, again)
        if not isinstance(outcome, Sent):
            await self._unused(contact_key, used, outcome)
        return outcome

    async def _unused(self, contact_key: str, used: Opens, outcome: Outcome | Closed) -> None:
        if isinstance(outcome, Closed) and outcome.refusal in ("quota", "consent"):
            await self._stored(lambda c: quota.used_up(c, contact_key))
        else:
            await self._stored(lambda c: quota.give_back(c, contact_key, used))

    async def _by_template(self, contact_key: str, content: str, bulk: bool) -> Outcome | Closed:
        notice = self._account.template
        after = await self._stored(lambda c: quota.template_after(c, contact_key))
        if notice is None or after > self._clock():
            return Closed()
        body = {
            "touser": self._account.openid(contact_key),
            "template_id": notice.template_id,
            "client_msg_id": notices.own_id(contact_key, content),
            "data": notices.laid_over(content, notice),
        }
        outcome = await self._call("/cgi-bin/message/template/send", body, contact_key)
        if isinstance(outcome, Closed) and outcome.refusal in REST:
            until = self._clock() + REST[outcome.refusal]
            await self._stored(lambda c: quota.put(c, contact_key, template_after=until))
        return outcome

    async def _by_subscription(
        self, contact_key: str, content: str, bulk: bool
    ) -> Outcome | Closed:
        notice = self._account.subscription
        if notice is None:
            return Closed()
        template = notice.template_id
        if not await self._stored(lambda c: consents.remaining(c, contact_key, template)):
            return Closed()
        body = {
            "touser": self._account.openid(contact_key),
            "template_id": template,
            "data": notices.laid_over(content, notice),
        }
        outcome = await self._call("/cgi-bin/message/subscribe/bizsend", body, contact_key, "never")
        if isinstance(outcome, Sent):
            await self._stored(lambda c: consents.used(c, contact_key, template))
        elif isinstance(outcome, Closed) and outcome.refusal == "consent":
            await self._stored(lambda c: consents.put(c, contact_key, template, 0))
        return outcome

    async def _call(
        self, path: str, body: Mapping[str, object], contact_key: str, again: Again = "always"
    ) -> Outcome | Closed:
        """What became of one call; `again`: whether it is made again where it may have arrived."""
        try:
            answer = await self._api.post(path, body)
        except Unanswered as error:
            if error.sent and again == "never":
                return Failed(UNKNOWN)
            return Later(PAUSE, str(error), unsure=error.sent and again == "once")
        except WeChatRefused as error:
            log.warning("WeChat refused %s: errcode %s", path, error.code)
            return self._refused(meaning(error.code), str(error))
        return Sent(str(answer.get("msgid", "")))

    def _refused(self, meant: Meaning, says: str) -> Outcome | Closed:
        match meant.does:
            case "later":
                return Later(PAUSE, says)
            case "throttled":
                return Later(meant.seconds, says, throttled=True)
            case "halt" | "token":
                return Halt(meant.seconds, says)
            case "midnight":
                return Halt(_till_midnight(self._clock()), says)
            case "unreachable":
                return Unreachable(says)
            case "quota" | "consent" | "right" | "often":
                return Closed(says, meant.does)
        return Failed(says)

    async def _stored(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.to_thread(self._in_transaction, work)

    def _in_transaction(self, work: Callable[[Connection], T]) -> T:
        with self._database.write() as connection:
            return work(connection)


def _till_midnight(now: float) -> float:
    """Seconds until the platform's day in Beijing is over, and a minute more."""
    return DAY - (now + BEIJING_OFFSET) % DAY + 60
