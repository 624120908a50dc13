"""One-time codes as they are made, written and recognised: ABCDE-FGHJK."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without 0, O, 1 and I, which look alike
LENGTH = 10
_DASHES = re.compile(r"[‐‑‒–—―−－_\s]+")
# Ten characters in one piece or five and five; the wrong ones too, so that a slip is told as such.
_WRITTEN = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{5})-?([A-Z0-9]{5})(?![A-Z0-9])")

_WORDS = re.compile(r"\b(?:BIND|CODE|MY|IS)\b")  # who writes English may say so


def new_code(choose: Callable[[Sequence[str]], str]) -> str:
    """A code as it is handed out; `choose` picks one character by chance."""
    drawn = "".join(choose(ALPHABET) for _ in range(LENGTH))
    return f"{drawn[:5]}-{drawn[5:]}"


def code_in(text: str) -> str | None:
    """The code in a message, without its hyphen; None if there is none.

    Spaces and long dashes count as the hyphen. Among other Latin letters nothing is taken for a
    code: ten in a row may be an English word.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    for spelling in (folded, _DASHES.sub("-", folded)):
        match = _WRITTEN.search(spelling)
        if match and not re.search("[A-Z]", _WORDS.sub("", spelling.replace(match[0], ""))):
            return match[1] + match[2]
    return None


def digest(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.encode("ascii")).hexdigest()
