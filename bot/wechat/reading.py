"""What a webhook message says: XML in, one of a few kinds out; nothing is looked up or decided.

A message that carries no words we can use gets a fixed sentence and never reaches the dialogue.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from wechatpy import parse_message

from bot.requests import Refused, typed_text

Opens = Literal["", "message", "action"]  # which allowance of customer-service messages it gives
_SENTENCES = Path(__file__).with_name("sentences.yaml")
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_ID = 128
_STICKER = "【收到不支持的消息类型，暂无法显示】"
_GREETING = "你好"
_NO_CONSENT = "43101"
_CLICKS = ("click", "scancode_push", "scancode_waitmsg")


@dataclass(frozen=True)
class Writer:
    """Whom the message is from, to which account, and the message's own id."""

    openid: str
    house: str
    external_id: str


@dataclass(frozen=True)
class Words:
    """Something said; `hint` is the id of the option link that was touched, if any."""

    text: str
    shown: str
    hint: str = ""


@dataclass(frozen=True)
class Sentence:
    """The answer is fixed."""

    text: str


@dataclass(frozen=True)
class Left:
    """The person follows the account no more."""


@dataclass(frozen=True)
class Consents:
    """Answers to a request for notices: template and +1 for yes, 0 for no."""

    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Receipt:
    """What became of a template message or notice, of which number; and the templates of
    notices that the person has not agreed to, or no more."""

    status: str
    number: str = ""
    not_agreed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Nothing:
    """Of no concern to us."""


What = Words | Sentence | Left | Consents | Receipt | Nothing


@dataclass(frozen=True)
class Heard:
    writer: Writer
    what: What
    opens: Opens = ""


@cache
def sentences() -> Mapping[str, str]:
    loaded: dict[str, str] = yaml.safe_load(_SENTENCES.read_text(encoding="utf-8"))
    return loaded


def read(xml: bytes | str, menu: Mapping[str, str]) -> Heard | None:
    """What was heard; None for what no one can make sense of. `menu`: key → words."""
    try:
        data: dict[str, Any] = parse_message(xml)._data
        kind = data["MsgType"].lower()
        writer = _writer(data, kind)
        if kind == "event":
            return _event(writer, data, menu)
        return Heard(writer, _message(data, kind), "action" if _hint(data) else "message")
    except Exception:  # the parser raises a dozen kinds on junk
        return None


def _writer(data: Mapping[str, Any], kind: str) -> Writer:
    openid, house = _text(data, "FromUserName"), _text(data, "ToUserName")
    if not (_OPENID.fullmatch(openid) and _OPENID.fullmatch(house)):
        raise ValueError
    if kind == "event":
        names = ("FromUserName", "CreateTime", "Event", "EventKey", "MsgID")
        listed = [_text(each, "MsgID") for each in _listed(data)]
        own_id = ":".join([*(_text(data, name) for name in names), *filter(None, listed)])
    else:
        own_id = _text(data, "MsgId")
        if not own_id:
            raise ValueError
    if len(own_id) > _LONGEST_ID:
        own_id = hashlib.sha256(own_id.encode()).hexdigest()
    return Writer(openid, house, own_id)


def _text(data: Mapping[str, Any], name: str) -> str:
    """A field's text; empty if it is missing, empty or no text."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _hint(data: Mapping[str, Any]) -> str:
    return _text(data, "bizmsgmenuid")


def _message(data: Mapping[str, Any], kind: str) -> What:
    if kind != "text":
        return Sentence(sentences().get(kind, sentences()["other"]))
    text = _text(data, "Content")
    if text.strip() == _STICKER:
        return Sentence(sentences()["sticker"])
    if not text.strip():
        return Sentence(sentences()["empty"])
    return _words(text, hint=_hint(data))


def _words(text: str, *, hint: str = "") -> What:
    try:
        typed = typed_text(text)
    except Refused as refusal:
        return Sentence(refusal.sentence)
    return Words(typed, typed, hint)


def _event(writer: Writer, data: Mapping[str, Any], menu: Mapping[str, str]) -> Heard:
    name = _text(data, "Event").lower()
    if name in _SCENES:
        # wechatpy has taken "qrscene_" off the key
        scene = _text(data, "EventKey")
        if scene and name not in _FOLLOWS:
            return Heard(writer, _words(scene), "action")
        return Heard(writer, Words(_GREETING, sentences()["followed"]), "action")
    if name in _CLICKS:
        return Heard(writer, _click(data, menu) if name == "click" else Nothing(), "action")
    return Heard(writer, _EVENTS.get(name, _nothing)(data))


def _click(data: Mapping[str, Any], menu: Mapping[str, str]) -> What:
    words = menu.get(_text(data, "EventKey"))
    return Words(words, words) if words else Sentence(sentences()["old_menu"])


def _nothing(_: Mapping[str, Any]) -> What:
    return Nothing()


def _left(_: Mapping[str, Any]) -> What:
    return Left()


def _template(data: Mapping[str, Any]) -> What:
    return Receipt(_text(data, "Status"), _text(data, "MsgID"))


def _consents(data: Mapping[str, Any]) -> What:
    answers = []
    for each in _listed(data):
        wanted = _text(each, "SubscribeStatusString") == "accept"
        answers.append((_text(each, "TemplateId"), int(wanted)))
    return Consents(tuple(answers))


def _notice(data: Mapping[str, Any]) -> What:
    refused = [each for each in _listed(data) if _text(each, "ErrorCode") != "0"]
    if not refused:
        return Receipt("success")
    not_agreed = [each for each in refused if _text(each, "ErrorCode") == _NO_CONSENT]
    return Receipt(
        f"failed: {_text(refused[0], 'ErrorCode')}",
        _text(refused[0], "MsgID"),
        tuple(_text(each, "TemplateId") for each in not_agreed),
    )


def _listed(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The entries of an event about notices: one comes as itself, several as a list."""
    inner: dict[str, Any] = next(
        (value for key, value in data.items() if key.startswith("Subscribe")), {}
    )
    entries = inner.get("List") or []
    return entries if isinstance(entries, list) else [entries]


_FOLLOWS = ("subscribe", "subscribe_scan_product")
_SCENES = (*_FOLLOWS, "subscribe_scan", "scan")
_EVENTS: Mapping[str, Callable[[Mapping[str, Any]], What]] = {
    "unsubscribe": _left,
    "templatesendjobfinish": _template,
    "subscribe_msg_popup_event": _consents,
    "subscribe_msg_change_event": _consents,
    "subscribe_msg_sent_event": _notice,
}
