"""What a message tells beside the open question: 浙江的公司，2018年成立，资产500万，专职25人.

A message is read clause by clause. A clause tells what another question asks where it uses that
question's words (`tells` in questions.yaml) and is understood as an answer to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.rules.interview.check import Check
from knowledge.rules.interview.phrases import asks_outright, is_question
from knowledge.rules.interview.questions import Question, questions
from knowledge.rules.interview.understanding import Moment, Understood, understand

_CURT = re.compile(r"[^了改换签们]{1,8}")  # 2019年3月, not 我们去年改了名
_CLAUSES = re.compile(r"[,，。;；\n]+(?!\d{3}(?!\d))")
# Where speech without marks may go on to something else: 民办非企业|2019年成立的|资产有五百万.
_N = "[0-9一二两三四五六七八九十百]"
_NEXT = re.compile(
    rf"(?<=[\u4e00-\u9fff])\s+|(?<=.)(?=(?<!固定)(?<!流动)(?<![净总])资产|总资产|(?<!兼)专职|本科|(?<!内部)外部专家|合作机构|满意度|省级"
    rf"|(?:员工|职工)(?:有|大概|大约|人数|数|是)*{_N}|有{_N}+多?[个名位]?(?:员工|职工|专职|人)"
    r"|(?:19|20)\d\d年|(?:你|请)?帮|你看|看看|能不能|行不行)"
)
_DAYS, _NUMBERS = ("since", "ahead"), ("count", "money")
# What was chosen once is changed only by saying so: 是协会认定的 says nothing of what they are.
_KEPT = ("choice", "place", "flag")


@dataclass(frozen=True)
class Told:
    """An answer to a question that was not asked, or to the open one among others."""

    question: Question
    said: str
    found: Understood


def clauses(text: str) -> list[str]:
    parts = [each.strip() for each in _CLAUSES.split(text) if each.strip()]
    return [piece for part in parts for piece in _unmarked(part)]


def _unmarked(clause: str) -> list[str]:
    """The pieces of speech without marks, where two or more of them tell of something."""
    pieces = [each.strip() for each in _NEXT.split(clause) if each.strip()]
    return pieces if sum(bool(told_of(each)) for each in pieces) > 1 else [clause]


def told(check: Check, text: str, moment: Moment) -> list[Told]:
    """What the clauses of a message tell of questions that are not open, each once."""
    found = {each.question.id: each for each in _told(check, text, moment)}
    return list(found.values())


def _told(check: Check, text: str, moment: Moment) -> Iterator[Told]:
    for question, said in _of_each(text):
        if question.id == check.asked:
            continue
        before = check.answer_to(question.id)
        if before is not None and before.facts and question.kind in _KEPT:
            continue
        meant = understand(question, said, moment)
        if isinstance(meant, Understood) and meant.facts:
            yield Told(question, said, meant)


def _of_each(text: str) -> Iterator[tuple[Question, str]]:
    """Questions and the clauses that tell of them; 没被罚过，但列入过异常名录 is one answer."""
    events: dict[str, list[str]] = {}
    for clause in clauses(text):
        for question in () if is_question(clause) else told_of(clause):
            if question.kind == "events":
                events.setdefault(question.id, []).append(clause)
            else:
                yield question, clause
    yield from ((questions()[id_], "，".join(said)) for id_, said in events.items())


def told_of(clause: str) -> list[Question]:
    """The question whose words a clause uses, and where they are: 我们是江苏的一家公司.

    Of several the one that is asked last, which is the finer one; of days all: 注册并开始运营.
    """
    found = [each for each in questions().values() if each.tells and re.search(each.tells, clause)]
    last = found[-1:]
    beside = {"place", *(each.kind for each in last if each.kind == "since")}
    return [*(each for each in found[:-1] if each.kind in beside), *last]


def is_of_another(question: Question, text: str, others: Sequence[Told]) -> bool:
    """Whether a date or a number belongs to what it is said of, and not to the open question.

    外部专家30名 are no staff, and 2019年拿到省级认定 is not when it all began; 2018年成立 may be.
    """
    of = [each for clause in clauses(text) for each in told_of(clause)]
    if question in of or any(name in text for name in question.names):
        return False
    if question.kind in _DAYS:
        return any(each.kind not in (*_DAYS, "place") for each in of)
    return question.kind in _NUMBERS and any(each.question.kind in _NUMBERS for each in others)


def asks_beside(text: str) -> bool:
    """Whether a message of several clauses ends in a question of its own."""
    several = clauses(text)
    return len(several) > 1 and asks_outright(several[-1] + ("？" if text[-1] in "?？" else ""))


def answers_it(question: Question, clause: str) -> bool:
    """Whether a clause before a question is meant for the open question: curt, or in its words."""
    return bool(_CURT.fullmatch(clause)) or question in told_of(clause)


def own_clause(question: Question, text: str, moment: Moment) -> Told | None:
    """The one clause of several that answers the open question; 专职30人 before 员工50人."""
    several = clauses(text)
    found = []
    for clause in several if len(several) > 1 else ():
        others = {each.id for each in told_of(clause)} - {question.id}
        if is_question(clause) or others:
            continue
        meant = understand(question, clause, moment)
        if isinstance(meant, Understood) and meant.facts:
            found.append(Told(question, clause, meant))
    return min(found, key=lambda each: _place_of_name(question, each.said), default=None)


def _place_of_name(question: Question, said: str) -> int:
    """How near the words are to what is asked; its names stand with the nearest first."""
    places = (at for at, name in enumerate(question.names) if name in said)
    return next(places, len(question.names))
