"""WeChat's side of a webhook: signs, seals, cuts off after its seconds and asks again."""

from __future__ import annotations

import itertools
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

import httpx

from tests.bot.wechat_crypto import decrypt, encrypt, sign

APPID, HOUSE = "wx0123456789abcdef", "gh_invented0001"
TOKEN, SECRET = "invented-token", "invented-secret-0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
MOST_BYTES = 2048
DELIVERIES = 3
_numbers = itertools.count(24_000_000_000_000_001)


@dataclass
class Exchange:
    """What the person sees of one message: a text, nothing, or that the account is broken."""

    text: str | None
    deliveries: int
    broken: bool = False
    seconds: float = 0.0  # that the last delivery took
    at: float = 0.0  # when it was taken, of time.monotonic()
    raw: list[httpx.Response] = field(default_factory=list)


@dataclass
class Platform:
    """Pushes to one webhook; `heard` is told each message, as the quotas want to know."""

    url: str
    mode: str = "safe"
    cut_seconds: float = 5.0
    heard: Callable[[str, str], None] = lambda openid, by: None

    def query(self, **more: str) -> dict[str, str]:
        timestamp, nonce = str(int(time.time())), str(next(_numbers))
        return {
            "signature": sign(TOKEN, timestamp, nonce),
            "timestamp": timestamp,
            "nonce": nonce,
            **more,
        }

    def sealed(self, xml: str, aes_key: str = AES_KEY, appid: str = APPID) -> tuple[dict, str]:
        """Query and body of a message in the AES envelope."""
        content = encrypt(aes_key, appid, xml)
        query = self.query(encrypt_type="aes")
        query["msg_signature"] = sign(TOKEN, query["timestamp"], query["nonce"], content)
        inner = xml.strip().removeprefix("<xml>").removesuffix("</xml>")
        inner = "" if self.mode == "safe" else inner
        return query, f"<xml>{inner}<Encrypt><![CDATA[{content}]]></Encrypt></xml>"

    def envelope(self, xml: str) -> tuple[dict[str, str], str]:
        return self.sealed(xml) if self.mode != "plain" else (self.query(), xml)

    async def push(self, openid: str, **fields: Any) -> Exchange:
        """Deliver a message or event until it is taken, at most three times."""
        xml = message(openid, **fields)
        self.heard(openid, _opens(fields))
        query, body = self.envelope(xml)
        raw: list[httpx.Response] = []
        async with httpx.AsyncClient(trust_env=False, timeout=self.cut_seconds) as http:
            for number in range(1, DELIVERIES + 1):
                began = time.monotonic()
                try:
                    response = await http.post(self.url, params=query, content=body.encode())
                except httpx.TimeoutException:
                    continue
                raw.append(response)
                if response.status_code != 200:  # 201 too
                    continue
                taken = self._taken(openid, response, number, raw)
                taken.at = time.monotonic()
                taken.seconds = taken.at - began
                return taken
        return Exchange(None, DELIVERIES, broken=True, raw=raw)

    def _taken(
        self, openid: str, response: httpx.Response, number: int, raw: list[httpx.Response]
    ) -> Exchange:
        if response.text in ("", "success"):
            return Exchange(None, number, raw=raw)
        reply = opened_reply(response.text, required=self.mode == "safe")
        fine = (
            reply is not None
            and reply.get("ToUserName") == openid
            and reply.get("FromUserName") == HOUSE
            and reply.get("MsgType") == "text"
            and reply.get("CreateTime", "").isdigit()
            and 0 < len(reply.get("Content", "").encode()) <= MOST_BYTES
        )
        if not fine or reply is None:
            return Exchange(None, number, broken=True, raw=raw)
        return Exchange(reply["Content"], number, raw=raw)


def opened_reply(body: str, *, required: bool) -> dict[str, str] | None:
    """The fields of a passive reply; None where the platform would not read it."""
    try:
        outer = fields_of(body)
        if "Encrypt" not in outer:
            return None if required else outer
        expected = sign(TOKEN, outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
        assert outer["MsgSignature"] == expected
        return fields_of(decrypt(AES_KEY, APPID, outer["Encrypt"]))
    except ET.ParseError:
        return None


def fields_of(xml: str) -> dict[str, str]:
    return {each.tag: each.text or "" for each in ET.fromstring(xml)}


def message(openid: str, **fields: Any) -> str:
    """A message as the platform writes it; one without a number gets the next."""
    given = {
        "ToUserName": HOUSE,
        "FromUserName": openid,
        "CreateTime": int(time.time()),
        "MsgType": "text",
        **fields,
    }
    if given["MsgType"] != "event":
        given.setdefault("MsgId", next(_numbers))
    inner = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in given.items())
    return f"<xml>{inner}</xml>"


def _opens(fields: dict[str, Any]) -> str:
    if "bizmsgmenuid" in fields or fields.get("Event") in ("CLICK", "subscribe", "SCAN"):
        return "action"
    return "" if fields.get("MsgType") == "event" else "message"
