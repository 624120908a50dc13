"""Units that a question names: 第二十条第二款, 附件2第八栏, 申请表第六部分, 最后一条, 第三章."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.errors import UnitNotFound
from knowledge.library import find_unit
from knowledge.numbered import spelled
from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.units import Regulation, Unit

_ARTICLE = rf"第\s*{NUMERAL}\s*条"
_NAME = re.compile(
    rf"{_ARTICLE}(?:第{NUMERAL}款)?(?:（{NUMERAL}）)?"
    rf"|附件\s*{NUMERAL}(?:#情况说明（{NUMERAL}）|#真实性声明|#{NUMERAL})?"
    r"|^真实性声明$"
)
_BARE = re.compile(
    r"[\s请看一下说什么是怎么写的规定内容原文给我把显示翻译全念读讲啥根据按照出来？?。，,、和与及吗呢啊查]*"
)
_PART = re.compile(r"（续(\d+)）")
_LAST = re.compile(r"最后(?:的?那)?一条")
_OF_CHAPTER = re.compile(r"(?:的|都|有|哪些|几|条|了|些|主要|关于|内容)*")
_CHAPTER = re.compile(rf"第\s*({NUMERAL})\s*章")
# Words before a number that make it one of another text: 促进法第十条, 旧办法的第六条. 办法 is
# this one, and 违法 or 做法 are no laws.
_OF = rf"[》〉]?(?:的|里的?|中的?|当中|里面)?\s*{_ARTICLE}"
_EARLIER = re.compile(
    rf"(?:(?:旧|老|原|以前|之前|2017年?)[版的]{{0,2}}(?:管理)?办法|156号文?|2017年?版?){_OF}"
)
_LAW = re.compile(
    r"(?P<law>[㐀-鿿]*?(?:(?<![违合非方做说用算执守立无没看想办写])法|民法典|条例)"
    rf"|《(?![^》]*示范平台)(?!(?:认定)?(?:管理)?办法)[^》]+){_OF}"
)
# This text's own title before a number says nothing else.
_TITLE = re.compile(
    r"(?:《[^》]*办法[^》]*》|[㐀-鿿]*?示范平台认定管理办法|(?:本|这个?|该|新)?(?:管理)?办法)"
    r"(?:（[^）]*稿）)?(?=\s*里?的?\s*第)"
)
_ACCORDING = re.compile(r"^.*?(?:根据|依据|按照?|请问|中华人民共和国)(?=.)")
EARLIER = "旧办法"


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
    chapter: str = ""


def named_units(regulation: Regulation, question: str) -> Named:
    """What `question` names of `regulation`; nothing found is an empty `Named`."""
    part = _PART.search(question)
    last = regulation.of_kind("article")[-1].id
    plain = _TITLE.sub("", _LAST.sub(last, spelled(_PART.sub("", question))))
    rest = _NAME.sub("", plain)
    bare = bool(_BARE.fullmatch(rest))
    chapter = _CHAPTER.search(plain)
    if chapter and _BARE.fullmatch(_OF_CHAPTER.sub("", _CHAPTER.sub("", plain))):
        return _chapter(regulation, f"第{to_numeral(to_number(chapter[1]))}章")
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


def named_elsewhere(question: str) -> str:
    """The other text whose article a question names: its name, `EARLIER`, or nothing."""
    plain = spelled(question)
    if _EARLIER.search(plain):
        return EARLIER
    law = _LAW.search(plain)
    return _ACCORDING.sub("", law["law"].lstrip("《")) if law else ""


def _chapter(regulation: Regulation, number: str) -> Named:
    chapters = [each.id for each in regulation.of_kind("chapter")]
    if number in chapters or not chapters:
        return Named(chapter=number if chapters else "")
    count = to_numeral(len(chapters))
    return Named(missing=f"《{regulation.name}》只有{count}章，没有{number}。")


def _article_of(regulation: Regulation, name: str) -> Unit | None:
    article = re.match(_ARTICLE, name)
    try:
        return find_unit(regulation, article[0]) if article else None
    except UnitNotFound:
        return None
