"""Who sent a webhook request: signature, freshness, AES envelope; and the way back.

The plain signature covers time and nonce only; the AES signature covers the body too. So a
configured "safe" refuses whatever is not sealed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import xmltodict
from wechatpy.crypto import WeChatCrypto

from bot.wechat.account import Account
from bot.wechat.errors import NotGenuine

FRESH_SECONDS = 300
LONGEST_NONCE = 100
Query = Mapping[str, str]


@dataclass(frozen=True)
class Opened:
    """The message of a genuine request, and whether it came sealed."""

    xml: bytes | str
    sealed: bool


def check(account: Account, query: Query, now: float) -> None:
    """Raise NotGenuine unless the request is signed and made just now."""
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    if not _same(query.get("signature", ""), _signature(account.token, timestamp, nonce)):
        raise NotGenuine("签名不对，请核对 HUIQI_WECHAT_TOKEN 和公众平台上填的令牌")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise NotGenuine("时间戳不是数字")
    if len(nonce) > LONGEST_NONCE:
        raise NotGenuine("随机串太长")
    if abs(now - int(timestamp)) > FRESH_SECONDS:
        raise NotGenuine("时间戳和本机时间相差太多，请核对本机时钟")


def handshake_query(account: Account, word: str, now: float) -> dict[str, str]:
    """What the platform asks of an address when it is saved there."""
    timestamp, nonce = str(int(now)), secrets.token_hex(8)
    signature = _signature(account.token, timestamp, nonce)
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce, "echostr": word}


def opened(account: Account, query: Query, body: bytes, now: float) -> Opened:
    """The message in a request; raises NotGenuine."""
    check(account, query, now)
    if query.get("encrypt_type", "raw") == "aes":
        return Opened(_decrypted(account, query, body), sealed=True)
    if account.mode == "safe":
        raise NotGenuine("设的是安全模式，收到的却是明文，请核对公众平台上的消息加解密方式")
    return Opened(body, sealed=False)


def _decrypted(account: Account, query: Query, body: bytes) -> str:
    if not account.aes_key:
        raise NotGenuine("收到了加密的消息，但没有设 HUIQI_WECHAT_AES_KEY")
    timestamp, nonce = query["timestamp"], query["nonce"]
    given = query.get("msg_signature", "")
    try:
        outer = xmltodict.parse(body)["xml"]
        expected = _signature(account.token, timestamp, nonce, outer["Encrypt"])
        if not _same(given, expected):
            raise NotGenuine("加密消息的签名不对")
        crypto = WeChatCrypto(account.token, account.aes_key, account.appid)
        return str(crypto.decrypt_message(outer, given, timestamp, nonce))
    except NotGenuine:
        raise
    except Exception:  # the parser and the cipher raise a dozen kinds on junk
        raise NotGenuine(
            "加密的消息打不开，请核对 HUIQI_WECHAT_AES_KEY 和 HUIQI_WECHAT_APPID"
        ) from None


def sealed(account: Account, xml: str, now: float) -> str:
    """A reply in the AES envelope."""
    crypto = WeChatCrypto(account.token, account.aes_key, account.appid)
    return str(crypto.encrypt_message(xml, secrets.token_hex(8), str(int(now))))


def _signature(*parts: str) -> str:
    # SHA-1 is the platform's choice.
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
