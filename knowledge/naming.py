"""Units that a question names: 第二十条第二款, 附件2第八栏, 申请表第六部分."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.errors import UnitNotFound
from knowledge.library import find_unit
from knowledge.numbered import spelled
from knowledge.numerals import NUMERAL
from knowledge.units import Regulation, Unit

_ARTICLE = rf"第\s*{NUMERAL}\s*条"
_NAME = re.compile(
    rf"{_ARTICLE}(?:第{NUMERAL}款)?(?:（{NUMERAL}）)?"
    rf"|附件\s*{NUMERAL}(?:#情况说明（{NUMERAL}）|#真实性声明|#{NUMERAL})?"
    r"|^真实性声明$"
)
_BARE = re.compile(
    r"[\s请看一下说什么是怎么写的规定内容原文给我把显示翻译全念读出来？?。，,、和与及吗呢啊查]*"
)
_PART = re.compile(r"（续(\d+)）")


@dataclass(frozen=True)
class Named:
    """The units a question names, the sentence where one is not there, and what else it says.

    `within` is the article of a paragraph or item that is not there.
    """

    units: tuple[Unit, ...] = ()
    missing: str = ""
    within: Unit | None = None
    part: int = 1
    rest: str = ""


def named_units(regulation: Regulation, question: str) -> Named:
    """What `question` names of `regulation`; nothing found is an empty `Named`."""
    part = _PART.search(question)
    plain = spelled(_PART.sub("", question))
    rest = _NAME.sub("", plain)
    bare = bool(_BARE.fullmatch(rest))
    units: dict[str, Unit] = {}
    missing, within = "", None
    for name in _NAME.findall(plain):
        try:
            unit = find_unit(regulation, name)
        except UnitNotFound as error:
            # What is miscounted beside other words is looked for by them.
            if not missing and (bare or name.endswith("条")):
                missing, within = str(error), _article_of(regulation, name)
            continue
        units.setdefault(unit.id, unit)
    return Named(
        tuple(units.values()), missing, within, int(part[1]) if part else 1, "" if bare else rest
    )


def _article_of(regulation: Regulation, name: str) -> Unit | None:
    article = re.match(_ARTICLE, name)
    try:
        return find_unit(regulation, article[0]) if article else None
    except UnitNotFound:
        return None
