"""Several things asked at once: 都有, 缺2、4, 除了3都有, 没有保密制度."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.rules.interview.phrases import bare, yes_or_no
from knowledge.rules.interview.questions import Question

_ALL = re.compile(
    "^(?:我们)?(?:这些|几样|[二三四五两]样|[1-5一二三四五]*)?(?:都|全|均|全都|全部)(?:有|是|具备|齐|好)|^(?:齐全|齐了|一样不缺|什么都不缺)"
)
_NONE = re.compile("(?:都|全|均|一样都|一样也|一个都)(?:还)?(?:没|无|不)")
_LACKS = re.compile("缺|差|没|无|除了?|少|不|未")
_HAS = re.compile("有|具备|是|行|好|ok")
_UNSURE = re.compile("不清楚|不知道|不确定|说不准|拿不准")
_NUMBER = re.compile("[1-9一二三四五六七八九]")
_ROW = "一二三四五六七八九"


def ticked(question: Question, text: str) -> Mapping[str, bool] | None:
    """True and False by fact; what was said to be unsure is left out; None where unclear."""
    clean = bare(text)
    if _NONE.search(clean) and not _named(question, clean):
        return dict.fromkeys(question.facts, False)
    lacking = _clauses(question, text)
    if lacking is None:
        return dict.fromkeys(question.facts, True) if _has_all(clean, text) else None
    return {
        fact: place not in lacking["no"]
        for place, fact in enumerate(question.facts)
        if place not in lacking["unsure"]
    } | {question.facts[place]: True for place in lacking["yes"]}


def _has_all(clean: str, text: str) -> bool:
    return bool(_ALL.search(clean)) or yes_or_no(text) is True


def _clauses(question: Question, text: str) -> dict[str, set[int]] | None:
    """Which lines are named, by what is said of them; only 有 of some says nothing of the rest."""
    found: dict[str, set[int]] = {"no": set(), "yes": set(), "unsure": set()}
    for clause in re.split("[,，;；。]", text):
        clean = bare(clause)
        places = _named(question, clean)
        said = "unsure" if _UNSURE.search(clean) else "no" if _LACKS.search(clean) else "yes"
        if said == "yes" and not _HAS.search(clean):
            continue
        if re.search("只有|就有|仅有", clean):
            found["no"] |= set(range(len(question.facts))) - places
        found[said] |= places
    return found if found["no"] or found["unsure"] else None


def _named(question: Question, clean: str) -> set[int]:
    """Places by number, else by the words of the line."""
    clean = re.sub("[0-9一二三四五两]样(?:都|全|也)|一[样个]都|还", "", clean)
    digits = [
        int(each) if each.isdigit() else _ROW.index(each) + 1 for each in _NUMBER.findall(clean)
    ]
    numbered = {each - 1 for each in digits if each <= len(question.items)}
    worded = {place for place, item in enumerate(question.items) if re.search(item.words, clean)}
    return numbered or worded
