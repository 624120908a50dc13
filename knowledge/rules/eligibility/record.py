"""A clean record of the last three years (Article 6 (6), AMB-18)."""

from __future__ import annotations

import re

from knowledge.rules.eligibility.days import Days, years_on
from knowledge.rules.eligibility.facts import Event, Facts
from knowledge.rules.eligibility.logic import all_of, under
from knowledge.rules.eligibility.model import Reading, Result, Status
from knowledge.rules.eligibility.sources import limit, reading, words

KEY, APPLIED = "违法失信异常事件", "拟申报日期"
_FORMER = re.compile("(?:原|前任?|历任|上任)法定代表人")
_OTHERS = re.compile("股东|子公司|关联公司|员工|合作方|供应商|客户")
_NO_BREACH = re.compile("纠纷|民事|仲裁|被投诉|起诉|诉讼")
_BREACH = re.compile("违法|违规|处罚|罚款|失信|异常|被执行")


def clean_record(facts: Facts) -> Result:
    """C6-6: the unit and its legal representative; an empty list is a clean record."""
    if facts.events is None:
        return Result("unknown", (words("C6-6", "unknown"),), (KEY,))
    if not facts.events:
        return Result("met", (words("C6-6", "met"),))
    return all_of(*(_event(facts, each) for each in facts.events))


def _event(facts: Facts, event: Event) -> Result:
    if _OTHERS.search(event.text) and not re.search("法定代表人|本单位|单位", event.text):
        return Result("met", (words("C6-6", "others", text=event.text),))
    if facts.applied is None:
        return Result("unknown", (words("C6-6", "no_day", text=event.text),), (APPLIED,))
    window = Days(years_on(facts.applied, -limit("clean_years")).first, facts.applied.last)
    result = under(_readings(facts, event, window), needs=(KEY,))
    told = {"text": event.text, "first": window.first, "last": window.last}
    if result.status in ("unmet", "disputed") and _FORMER.search(event.text):
        readings = (reading("AMB-18", "现任", "met"), reading("AMB-18", "历任", "unmet"))
        return under(readings, words("C6-6", "former", **told))
    if (
        result.status == "unmet"
        and _NO_BREACH.search(event.text)
        and not _BREACH.search(event.text)
    ):
        return Result("unknown", (words("C6-6", "unread", **told),), (KEY,))
    because = (words("C6-6", f"event_{result.status}", **told),)
    return Result(result.status, because, result.needs, result.readings)


def _readings(facts: Facts, event: Event, window: Days) -> tuple[Reading, ...]:
    """By the day it happened, and by whether the state lasted into the three years."""
    happened = _happened(facts, event, window)
    return (
        reading("AMB-18", "R1", happened),
        reading("AMB-18", "R2", _lasted(event, happened, window)),
    )


def _happened(facts: Facts, event: Event, window: Days) -> Status:
    """The first and last day of the three years count as within them."""
    if event.began is None:
        return "unknown"
    start = years_on(facts.applied, -limit("clean_years")) if facts.applied else window
    if event.began.first >= start.last:
        return "unmet"
    return "met" if event.began.last < start.first else "unknown"


def _lasted(event: Event, happened: Status, window: Days) -> Status:
    """A fine is over on its day; a listing lasts until it is removed."""
    if happened == "unmet" or not event.listed:
        return happened
    if event.still or (event.ended and event.ended.first >= window.first):
        return "unmet"
    if event.ended and event.ended.last < window.first:
        return "met"
    return "unknown"
