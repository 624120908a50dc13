"""How people write the numbers of units, spelled as the regulation names them.

第5、6、7条, 20条2款, Article 20 paragraph 2, 6.3条, 第廿一条, 附表1, 申请表 第八栏 and
情况说明第三点 become 第五条第六条第七条, 第二十条第二款, 第六条（三）, 第二十一条, 附件1,
附件2#八 and 附件2#情况说明（三）.
Nothing is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from knowledge.normalise import simplified
from knowledge.numerals import NUMERAL, to_number, to_numeral

LONGEST_RANGE = 5  # articles; 第一条到第三十条 is the whole text
Words = Callable[[re.Match[str]], str]


def spelled(question: str) -> str:
    """`question` in simplified characters, its numbers of units in the regulation's spelling."""
    text = simplified(question).translate(str.maketrans("()", "（）"))
    for pattern, words in _SPELLINGS:
        text = pattern.sub(partial(_read, words), text)
    return text


def _read(words: Words, found: re.Match[str]) -> str:
    try:
        return words(found)
    except ValueError:  # 百 alone is no number
        return found[0]


def _article(found: re.Match[str]) -> str:
    parts = found.groupdict()
    item = parts.get("item") or parts.get("bracketed")
    return "".join(
        (
            f"第{_numeral(parts['article'])}条",
            f"第{_numeral(parts['paragraph'])}款" if parts.get("paragraph") else "",
            f"（{_numeral(item)}）" if item else "",
        )
    )


def _annex(found: re.Match[str]) -> str:
    section = f"#{_numeral(found['section'])}" if found["section"] else ""
    return f"附件{to_number(found['annex'])}{section}"


def _form(found: re.Match[str]) -> str:
    return f"附件2#{_numeral(found['section'])}"


def _outline(found: re.Match[str]) -> str:
    return f"附件2#情况说明（{_numeral(found['section'])}）"


def _everyday(found: re.Match[str]) -> str:
    return found[0].translate(_FORMAL)


def _listed(found: re.Match[str]) -> str:
    return "".join(f"第{_numeral(each)}条" for each in re.findall(NUMERAL, found[0]))


def _ranged(found: re.Match[str]) -> str:
    first, last = to_number(found["first"]), to_number(found["last"])
    if not first < last < first + LONGEST_RANGE:
        return found[0]
    return "".join(f"第{to_numeral(each)}条" for each in range(first, last + 1))


def _numeral(written: str) -> str:
    return to_numeral(to_number(written.strip()))


# As cheques and old prints write them.
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十") | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_N = rf"\s*{NUMERAL}\s*"
_DIGIT = NUMERAL.removesuffix("+")
# What may follow a bare number; a noun may not, as 四项功能 are four of them.
_END = r"(?=$|[\s,，。?？!！、;；和与呢吗吧是怎说写的原全内啥讲])"
# 第 may be left out where what follows leaves no doubt that an article is meant.
_FIRST = rf"(?:第|(?<!第)(?<!{_DIGIT}))(?P<article>{_N})条\s*的?\s*"
_PARAGRAPH = rf"第?(?P<paragraph>{_N})款\s*"
_ITEM = rf"(?:第\s*（?(?P<item>{_N})）?\s*项|第?\s*（(?P<bracketed>{_N})）\s*项?)"
_FORM = r"(?:附件\s*[2二]|申请表|申请报告)[\s#·的—-]*"
_SECTION = rf"第?\s*（?(?P<section>{_N})）?\s*(?:栏|部分|项|节|块|点|条|{_END})"
_SPELLINGS: tuple[tuple[re.Pattern[str], Words], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?:第|附件)\s*[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾廿卅]+", _everyday),
        (
            r"\bart(?:icles?|\.)?\s*(?P<article>\d+)(?:[\s,]*para(?:graph|\.)?\s*(?P<paragraph>\d+))?"
            r"(?:[\s,]*(?:item\s*|（)(?P<item>\d+)）?)?",
            _article,
        ),
        (
            r"\b(?:annex|appendix|attachment)\s*(?P<annex>\d+)"
            r"(?:[\s,]*(?:section|part|column)\s*(?P<section>\d+))?",
            _annex,
        ),
        (r"附表(?=\s*[12一二])", lambda _: "附件"),
        (r"(?<![\d.])第?\s*(?P<article>\d{1,2})\.(?P<item>\d{1,2})\s*[条项]", _article),
        (rf"第{_N}(?:[、,，和及]\s*第?{_N})+条", _listed),
        (rf"第(?P<first>{_N})条?\s*[到至~—-]\s*第?(?P<last>{_N})条", _ranged),
        (rf"{_FIRST}{_PARAGRAPH}{_ITEM}?", _article),
        (rf"{_FIRST}{_ITEM}", _article),
        (rf"{_FIRST}(?P<item>{_N})项{_END}", _article),
        (rf"^(?P<article>{_N})条{_END}", _article),
        (rf"(?:附件\s*[2二][\s#·的—-]*)?情况说明[\s#的]*{_SECTION}", _outline),
        (rf"{_FORM}真实性声明", lambda _: "附件2#真实性声明"),
        (rf"{_FORM}{_SECTION}", _form),
        (rf"(?<!#)第(?P<section>{_N})栏", _form),  # only the form has 栏
    )
)
