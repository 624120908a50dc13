"""What cannot all be true: it is questioned, never computed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.region import KEY as REGION
from knowledge.rules.eligibility.region import contradicts_place
from knowledge.rules.eligibility.sources import words
from knowledge.rules.eligibility.yearly import place

UNION, STAFF = "高学历或中级职称人数(去重)", "专职人员数"
# The first is part of the second, so it cannot be more.
_PARTS = (
    (UNION, STAFF),
    ("本科及以上人数", STAFF),
    ("中级及以上职称人数", STAFF),
    ("学历与职称兼有人数", "本科及以上人数"),
    ("学历与职称兼有人数", "中级及以上职称人数"),
    ("学历与职称兼有人数", UNION),
    ("本科及以上人数", UNION),
    ("中级及以上职称人数", UNION),
    ("其中技术线下服务中小企业数", "技术线下服务企业数"),
)
_YEARLY_PARTS = (
    ("服务中小企业数家", "服务企业数家"),
    ("服务收入万元", "营业收入万元"),
    ("政府委托服务收入万元", "服务收入万元"),
    ("政府委托服务收入万元", "营业收入万元"),
)
_WHOLE = ("家", "数", "人次", "(去重)", "(每场20家以上)")
_EVENTS, _SATISFACTION, _REMOVED = "违法失信异常事件", "客户满意度百分比", "应剔除数"


@dataclass(frozen=True)
class Clash:
    """What cannot be, as a clause, and the facts that are in question because of it."""

    clause: str
    keys: tuple[str, ...]


def contradictions(facts: Facts) -> list[Clash]:
    """One for each; empty where all can be true."""
    found = (_negative, _broken, _more_than_all, _people, _yearly, _satisfied, _days, _standing)
    return [clash for part in found for clash in part(facts)]


def unquestioned(facts: Facts) -> tuple[Facts, list[str]]:
    """The facts that can all be true, and every clause on those that were forgotten for it."""
    clauses: list[str] = []
    while found := contradictions(facts):
        clauses += [each.clause for each in found]
        facts = facts.without({key for each in found for key in each.keys})
    return facts, clauses


def _clash(sentence: str, /, *keys: str, **fields: object) -> Clash:
    return Clash(words("矛盾", sentence, **fields), keys)


def _all_numbers(facts: Facts) -> Iterator[tuple[str, Fraction]]:
    yield from facts.numbers.items()
    yield from ((f"{_REMOVED}.{key}", number) for key, number in (facts.removed or {}).items())
    for year, row in facts.years.items():
        yield from ((place(year, key), number) for key, number in row.items())


def _negative(facts: Facts) -> Iterator[Clash]:
    for key, number in _all_numbers(facts):
        if number < 0:
            yield _clash("negative", key, key=key, number=number)


def _broken(facts: Facts) -> Iterator[Clash]:
    """Half an enterprise; sums of money may have decimals."""
    for key, number in _all_numbers(facts):
        if key.endswith(_WHOLE) and number.denominator > 1:
            yield _clash("broken", key, key=key, number=number)


def _more_than_all(facts: Facts) -> Iterator[Clash]:
    for part, whole in _PARTS:
        one, other = facts.amount(part).low, facts.amount(whole).high
        if other is not None and one > other:
            yield _more(part, whole, one, other)
    for key, taken in (facts.removed or {}).items():
        if key in facts.numbers and taken > facts.numbers[key]:
            yield _more(_REMOVED, key, taken, facts.numbers[key])
    for key, lapsed in facts.lapsed.items():
        if lapsed > max(facts.numbers[key], Fraction(0)):
            yield _clash("lapsed", key, key=key, one=lapsed, other=facts.numbers[key])


def _more(part: str, whole: str, one: Fraction, other: Fraction) -> Clash:
    return _clash("more", part, whole, part=part, whole=whole, one=one, other=other)


def _people(facts: Facts) -> Iterator[Clash]:
    """Degree and title: their union is at most their sum, and all of them fit into the staff."""
    names = ("本科及以上人数", "中级及以上职称人数", "学历与职称兼有人数")
    degree, title, both = (facts.numbers.get(name) for name in names)
    if degree is None or title is None:
        return
    union, staff = facts.numbers.get(UNION), facts.numbers.get(STAFF)
    computed = degree + title - (both or 0)
    if union is not None and (union > computed if both is None else union != computed):
        yield _clash("union", UNION, *names, union=union, computed=computed)
    elif union is None and both is not None and staff is not None and computed > staff:
        fields = {"part": "去重人数", "one": computed, "whole": STAFF, "other": staff}
        yield _clash("more", STAFF, *names, **fields)


def _yearly(facts: Facts) -> Iterator[Clash]:
    for year, row in facts.years.items():
        for part, whole in _YEARLY_PARTS:
            if part in row and whole in row and row[part] > row[whole]:
                name = place(year, part)
                fields = {"part": name, "one": row[part], "whole": whole, "other": row[whole]}
                yield _clash("more", name, place(year, whole), **fields)
        if facts.applied and year > facts.applied.last.year:
            yield _clash("future_year", f"年度数据.{year}", year=year, day=facts.applied)


def _satisfied(facts: Facts) -> Iterator[Clash]:
    low = facts.amount(_SATISFACTION).low
    if low > 100:
        yield _clash("percent", _SATISFACTION, source="", number=low)
    for source, number in facts.satisfaction.items():
        if not 0 <= number <= 100:
            yield _clash("percent", _SATISFACTION, source=source, number=number)


def _days(facts: Facts) -> Iterator[Clash]:
    """The day of application is the yardstick; what lies after it is in question."""
    if facts.applied is None:
        return
    for key in ("注册日期", "开始运营日期"):
        if key in facts.days and facts.days[key].first > facts.applied.last:
            yield _clash("after", key, key=key, day=facts.days[key], applied=facts.applied)
    for event in facts.events or ():
        if event.began and event.began.first > facts.applied.last:
            fields = {"key": event.text, "day": event.began, "applied": facts.applied}
            yield _clash("after", _EVENTS, **fields)
        if event.began and event.ended and event.ended.last < event.began.first:
            yield _clash("ended_first", _EVENTS, event=event.text)


def _standing(facts: Facts) -> Iterator[Clash]:
    if facts.flags.get("是否独立法人") and facts.flags.get("是否非法人组织"):
        yield _clash("legal_person", "是否独立法人", "是否非法人组织")
    if contradicts_place(facts):
        yield _clash("place", "所在地", REGION, place=facts.texts["所在地"])
