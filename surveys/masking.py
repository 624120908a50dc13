"""Questions without what names a person: numbers, e-mail and web addresses."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[\s-]?\d){6,}[\dXx]?(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_WEB = re.compile(r"https?://[!-~]+")


def masked(text: str) -> str:
    """The text with seven digits or more, mail and web addresses replaced by what they are."""
    folded = unicodedata.normalize("NFKC", text)
    for pattern, word in ((_MAIL, "[邮箱]"), (_WEB, "[网址]"), (_NUMBER, "[号码]")):
        folded = pattern.sub(word, folded)
    return folded
