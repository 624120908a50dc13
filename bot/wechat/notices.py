"""A text laid over the fields of a template, each of which takes a few characters."""

from __future__ import annotations

import hashlib
import re

from bot.wechat.account import Notice

MOST = {"thing": 20, "phrase": 5, "short_thing": 5, "const": 20}
_KIND = re.compile("[a-z_]+")
_UNUSED = "无"


def laid_over(text: str, notice: Notice) -> dict[str, dict[str, str]]:
    """The template's data; where the text is too long, the last field ends in an ellipsis."""
    left = " ".join(text.split())
    data = {}
    for place, name in enumerate(notice.fields):
        most = most_of(name)
        last = place + 1 == len(notice.fields)
        value = left[: most - 1] + "…" if last and len(left) > most else left[:most]
        left = left[most:]
        data[name] = {"value": value or _UNUSED}
    return data


def most_of(field: str) -> int:
    kind = _KIND.match(field)
    return MOST.get(kind[0] if kind else "", 20)


def own_id(contact_key: str, text: str) -> str:
    """The same for the same message: WeChat delivers one of an id within ten minutes."""
    return hashlib.sha256(f"{contact_key}\n{text}".encode()).hexdigest()[:32]
