"""A message that asks several things, as the questions in it."""

from __future__ import annotations

import re

MOST = 3
_ENDS = re.compile(r"[？?；;\n]+|(?<=[吗呢])[，,。\s]+")
_COMMAS = re.compile(r"[，,、。；;？?\n]+|另外|还有就?是|顺便问")
_ASKS = re.compile(
    r"几|多少|多久|多长|吗|呢|什么|啥|怎么|咋|哪|谁|能不能|要不要|是不是|有没有|可不可以|行不行|够不够"
)
_SHORTEST = 4


def questions_of(message: str) -> tuple[str, ...]:
    """The questions of a message, at most three; the message itself where it asks one thing."""
    for ends in (_ENDS, _COMMAS):
        parts = [part.strip() for part in ends.split(message)]
        asked = [part for part in parts if len(part) >= _SHORTEST and _ASKS.search(part)]
        if len(asked) > 1:
            return tuple(asked[:MOST])
    return (message,)
