"""Messages that lean on what was said before: 那西部的呢, 第二个条件说说, 原文, 下一条."""

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
# Nothing but the wish for more of it.
_FULLER = re.compile(
    r"^(?:请|再|能不能|可以|麻烦|给我|帮我)*(?:说|讲|展开|详细|具体|仔细|细|解释)+"
    r"(?:地|一下|一点|点|些|说|讲|下|明)*[吗呗吧嘛。！!？?]*$"
    r"|^(?:请|麻烦)?(?:再|重复|重新)?(?:说|讲|来|发)?一[遍次]$"
    r"|^(?:tell me |say |some )?(?:more|in detail|details?)(?: details?| about it)?[.?!]*$"
)
_BESIDE = re.compile(
    r"^(?:那|看|再看|还有|给我|我要看)*(?:(?P<on>下|后)|上|前)(?:面)?(?:的)?一?"
    r"(?:条|项|款|个|栏|部分)(?:[是说讲写]*(?:什么|啥))?[呢吧。？?]*$"
)
_OTHER_CASE = re.compile(r"^[^，。？?\s]{1,8}呢[？?]?$")  # 咨询呢, 不实名呢
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
    if _WHOLE.match(message) or _FULLER.match(message.strip().lower()):
        return Resolved(unit=regulation[regulation.top_of(last.id)])
    beside = _BESIDE.match(message.strip())
    if beside:
        return Resolved(unit=_neighbour(regulation, last, 1 if beside["on"] else -1, message))
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


def says_nothing_itself(message: str) -> bool:
    """Whether a message only asks for more of the last answer or what is beside it: 下一条."""
    said = message.strip().lower()
    return any(pattern.match(said) for pattern in (_WHOLE, _FULLER, _BESIDE))


def goes_on(message: str, context: Context) -> bool:
    """Whether a message, whatever else it sounds like, goes on from the last answer: 咨询呢."""
    bare = says_nothing_itself(message) or bool(_OTHER_CASE.match(message.strip()))
    return bool(context.units) and bare


def _neighbour(regulation: Regulation, unit: Unit, step: int, message: str) -> Unit | None:
    """The next or the last part of the same article; of articles, and at the ends, the article."""
    if "条" in message or unit.parent not in regulation:
        unit = regulation[regulation.top_of(unit.id)]
        row = [each.id for each in regulation.units if each.kind in ("article", "annex")]
    else:
        row = list(regulation[str(unit.parent)].children)
    place = row.index(unit.id) + step
    return regulation[row[place]] if 0 <= place < len(row) else unit


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
