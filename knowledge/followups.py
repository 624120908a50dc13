"""Messages that lean on what was said before: 那西部的呢, 如果没做到呢, 第二个条件说说, 原文."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.answer import Context
from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.units import Regulation, Unit

_WHOLE = re.compile(
    r"^[\s请给我看要把发一下的那这条个显示贴完整全部]*(?:原文|全文|原话|条文|原条文)[\s呢吧看一下是什么？?。]*$"
)
_NTH = re.compile(rf"第\s*({NUMERAL})\s*(?:个|项|条件|点|种|样|类|份|件|款|部分)(?!月)")
_MORE = re.compile(r"展开|详细|具体|细说|说说|说一下|讲讲|解释|是什么|怎么说|是啥|呢")
_LEANS = re.compile(
    r"^(?:那么?|那要是|如果|要是|万一|然后|还有|那个|这个|它|他们|上面|刚才|前面|另外)"
    r"|^(?:and |what if|then )"
    r"|呢[？?]?$|^(?:为什么|为啥|多久|几个|哪些|怎么办|什么后果|后果)"
)
_LONGEST = 16  # characters; whoever writes more says what they mean


@dataclass(frozen=True)
class Resolved:
    """What a message means in its conversation: a unit to show, or a fuller question."""

    unit: Unit | None = None
    question: str = ""


def resolve(regulation: Regulation, message: str, context: Context) -> Resolved:
    """`message` with what it leans on; the message itself where it stands alone."""
    if not context.units:
        return Resolved(question=message)
    last = regulation[context.units[0]]
    if _WHOLE.match(message):
        return Resolved(unit=regulation[regulation.top_of(last.id)])
    nth = _NTH.search(message)
    short = len(message) <= _LONGEST and bool(_MORE.search(message))
    if nth and (short or nth[0] == message.strip()):
        child = _child(regulation, last, to_number(nth[1]))
        if child:
            return Resolved(unit=child)
    if leans(message):
        return Resolved(question=f"{context.question} {message}")
    return Resolved(question=message)


def leans(message: str) -> bool:
    """Whether a message is too short and too bound to the last one to stand alone."""
    return len(message) <= _LONGEST and bool(_LEANS.search(message.strip().lower()))


def _child(regulation: Regulation, unit: Unit, number: int) -> Unit | None:
    """The part of that number in the unit, or in the article that it belongs to."""
    while True:
        section = f"{unit.id}#{to_numeral(number)}"  # sections of a form count for themselves
        if section in unit.children:
            return regulation[section]
        if 0 < number <= len(unit.children):
            return regulation[unit.children[number - 1]]
        if unit.parent not in regulation:
            return None
        unit = regulation[str(unit.parent)]
