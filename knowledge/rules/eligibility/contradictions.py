"""What cannot all be true: it is questioned, never computed with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.region import contradicts_place
from knowledge.rules.eligibility.sources import words
from knowledge.rules.eligibility.yearly import place

UNION = "高学历或中级职称人数(去重)"
# The first is part of the second, so it cannot be more.
_PARTS = (
    (UNION, "专职人员数"),
    ("本科及以上人数", "专职人员数"),
    ("中级及以上职称人数", "专职人员数"),
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


def contradictions(facts: Facts) -> list[str]:
    """One clause for each; empty where all can be true."""
    found = (_negative, _broken, _more_than_all, _people, _yearly, _satisfied, _days, _standing)
    return [clause for part in found for clause in part(facts)]


def _all_numbers(facts: Facts) -> Iterator[tuple[str, Fraction]]:
    yield from facts.numbers.items()
    yield from ((f"应剔除数.{key}", number) for key, number in (facts.removed or {}).items())
    for year, row in facts.years.items():
        yield from ((place(year, key), number) for key, number in row.items())


def _negative(facts: Facts) -> Iterator[str]:
    for key, number in _all_numbers(facts):
        if number < 0:
            yield words("矛盾", "negative", key=key, number=number)


def _broken(facts: Facts) -> Iterator[str]:
    """Half an enterprise; sums of money may have decimals."""
    for key, number in _all_numbers(facts):
        if key.endswith(_WHOLE) and number.denominator > 1:
            yield words("矛盾", "broken", key=key, number=number)


def _more_than_all(facts: Facts) -> Iterator[str]:
    for part, whole in _PARTS:
        one, other = facts.amount(part).low, facts.amount(whole).high
        if other is not None and one > other:
            yield words("矛盾", "more", part=part, one=one, whole=whole, other=other)
    for key, taken in (facts.removed or {}).items():
        if key in facts.numbers and taken > facts.numbers[key]:
            yield words(
                "矛盾", "more", part="应剔除数", one=taken, whole=key, other=facts.numbers[key]
            )
    for key, lapsed in facts.lapsed.items():
        if lapsed > facts.numbers[key]:
            yield words("矛盾", "lapsed", key=key, one=lapsed, other=facts.numbers[key])


def _people(facts: Facts) -> Iterator[str]:
    """Degree and title: their union is at most their sum, and all of them fit into the staff."""
    names = ("本科及以上人数", "中级及以上职称人数", "学历与职称兼有人数")
    degree, title, both = (facts.numbers.get(name) for name in names)
    if degree is None or title is None:
        return
    union, staff = facts.numbers.get(UNION), facts.numbers.get("专职人员数")
    if both is None:
        if union is not None and union > degree + title:
            yield words("矛盾", "union", union=union, computed=degree + title)
        return
    computed = degree + title - both
    if union is not None and union != computed:
        yield words("矛盾", "union", union=union, computed=computed)
    if staff is not None and computed > staff:
        yield words("矛盾", "more", part="去重人数", one=computed, whole="专职人员数", other=staff)


def _yearly(facts: Facts) -> Iterator[str]:
    for year, row in facts.years.items():
        for part, whole in _YEARLY_PARTS:
            if part in row and whole in row and row[part] > row[whole]:
                name = place(year, part)
                yield words("矛盾", "more", part=name, one=row[part], whole=whole, other=row[whole])
        if facts.applied and year > facts.applied.last.year:
            yield words("矛盾", "future_year", year=year, day=facts.applied)


def _satisfied(facts: Facts) -> Iterator[str]:
    low = facts.amount("客户满意度百分比").low
    if low > 100:
        yield words("矛盾", "percent", source="", number=low)
    for source, number in facts.satisfaction.items():
        if not 0 <= number <= 100:
            yield words("矛盾", "percent", source=source, number=number)


def _days(facts: Facts) -> Iterator[str]:
    if facts.applied is None:
        return
    for key in ("注册日期", "开始运营日期"):
        if key in facts.days and facts.days[key].first > facts.applied.last:
            yield words("矛盾", "after", key=key, day=facts.days[key], applied=facts.applied)
    for event in facts.events or ():
        if event.began and event.began.first > facts.applied.last:
            yield words("矛盾", "after", key=event.text, day=event.began, applied=facts.applied)
        if event.began and event.ended and event.ended.last < event.began.first:
            yield words("矛盾", "ended_first", event=event.text)


def _standing(facts: Facts) -> Iterator[str]:
    if facts.flags.get("是否独立法人") and facts.flags.get("是否非法人组织"):
        yield words("矛盾", "legal_person")
    if contradicts_place(facts):
        yield words("矛盾", "place", place=facts.texts["所在地"])
