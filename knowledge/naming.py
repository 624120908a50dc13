"""Units that a question names: 第二十条第二款, 附件2第八栏, 申请表第六部分."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.errors import UnitNotFound
from knowledge.library import find_unit
from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.units import Regulation, Unit

_NAME = re.compile(
    rf"(?<!情况说明)第\s*{NUMERAL}\s*条(?:\s*第?\s*{NUMERAL}\s*款)?(?:\s*第?\s*[（(]\s*{NUMERAL}\s*[）)]\s*项?|第{NUMERAL}项)?"
    rf"|附件\s*{NUMERAL}(?:[#的]?情况说明(?:第?[（(]?{NUMERAL}[）)]?)?|[#的]?真实性声明"
    rf"|[#第的]?\s*[（(]?{NUMERAL}[）)]?\s*(?:栏|部分|项|节)?)?"
    rf"|(?:申请表|申请报告|情况说明)第\s*{NUMERAL}\s*(?:栏|部分|项|节|块|条)"
)
_BARE = re.compile(
    r"[\s请看一下说什么是怎么写的规定内容原文给我把显示翻译全念读出来？?。，,、和与及吗呢啊查]*"
)
_OUTLINE = re.compile(rf"情况说明第\s*({NUMERAL})")
_PART = re.compile(r"（续(\d+)）")


@dataclass(frozen=True)
class Named:
    """The units a question names, the sentence where one is not there, and what else it says."""

    units: tuple[Unit, ...] = ()
    missing: str = ""
    part: int = 1
    rest: str = ""


def _outline(name: str) -> str:
    """The id of a part of the outline: 情况说明第三部分; empty for other names."""
    part = _OUTLINE.match(name)
    return f"附件2#情况说明（{to_numeral(to_number(part[1]))}）" if part else ""


def named_units(regulation: Regulation, question: str) -> Named:
    """What `question` names of `regulation`; nothing found is an empty `Named`."""
    part = _PART.search(question)
    plain = _PART.sub("", question)
    units: dict[str, Unit] = {}
    missing = ""
    for name in _NAME.findall(plain):
        try:
            unit = find_unit(regulation, _outline(name) or name)
        except UnitNotFound as error:
            # What is miscounted in a form is looked for by its words.
            missing = missing or (str(error) if name.endswith("条") else "")
            continue
        units.setdefault(unit.id, unit)
    rest = _NAME.sub("", plain)
    return Named(
        tuple(units.values()),
        missing,
        int(part[1]) if part else 1,
        "" if _BARE.fullmatch(rest) else rest,
    )
