"""Cuts a text to a channel's length, where a reader would pause; pure.

Telegram counts in UTF-16 units: most characters are one, emoji two.
"""

from __future__ import annotations

import unicodedata

# Where to cut, best first; of each kind the last one in the second half of what fits.
_PAUSES = ("\n\n", "\n", "。！？!?…", "；;：:", "，、, ")
_CLOSING = "”’」』）)】》"
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"


def cut(text: str, most: int) -> tuple[str, ...]:
    """The text in parts of at most `most` units, without blank ones."""
    parts, rest = [], text.strip()
    while rest:
        end = _fitting(rest, most)
        if end < len(rest):
            end = _pause(rest, end)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(parts)


def units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _fitting(text: str, most: int) -> int:
    """How many characters of the text fit."""
    if units(text[:most]) <= most:
        return min(len(text), most)
    left = most
    for number, character in enumerate(text):
        left -= units(character)
        if left < 0:
            return number
    return len(text)


def _pause(text: str, end: int) -> int:
    """The best place to cut within the first `end` characters."""
    for marks in _PAUSES:
        found = _last(text, marks, end)
        if found > end // 2:
            return found
    return _whole(text, end)


def _last(text: str, marks: str, end: int) -> int:
    """Just after the last of the marks, and after what closes a quotation behind it."""
    wanted = [marks] if marks.isspace() else list(marks)
    found = max(text.rfind(mark, 0, end) + len(mark) for mark in wanted)
    while 0 < found < end and text[found] in _CLOSING:
        found += 1
    return found


def _whole(text: str, end: int) -> int:
    """No cut within what is seen as one character, such as a flag or a family."""
    place = end
    while place > max(1, end - 16) and _belongs(text, place):
        place -= 1
    return place


def _belongs(text: str, place: int) -> bool:
    """Whether the character at `place` is part of the one before it."""
    here, before = text[place], text[place - 1]
    return (
        here in _JOINERS
        or before == "\u200d"
        or bool(unicodedata.combining(here))
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
