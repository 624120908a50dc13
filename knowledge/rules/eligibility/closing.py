"""What each unmet condition still lacks, and when it could be met at the earliest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.eligibility.article5 import LAST_ASSETS, OPERATING, REGISTERED
from knowledge.rules.eligibility.article6 import SATISFACTION, STAFF, UNION
from knowledge.rules.eligibility.counting import OFFLINE, ONLINE
from knowledge.rules.eligibility.days import Days, later, years_on
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.model import Finding
from knowledge.rules.eligibility.ranges import Range, shown
from knowledge.rules.eligibility.sources import limit
from knowledge.rules.eligibility.standing import barred

CLOSING = Path(__file__).with_name("closing.yaml")
PARTNERS, EXPERTS = "签约合作机构数", "外部专家数"
_COUNTS = {
    "C5-2": (LAST_ASSETS, "assets"),
    "C6-2c": (SATISFACTION, "satisfaction"),
    "C6-3c": (STAFF, "staff"),
    "C7-1b": (ONLINE, "policy_online"),
    "C7-1c": (OFFLINE, "policy_offline"),
}
_SOME = "若干"


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(CLOSING.read_text(encoding="utf-8"))
    return loaded


def name(finding: Finding) -> str:
    """What the condition is called."""
    return _texts()["名称"][finding.id]


def closing(facts: Facts, finding: Finding) -> str:
    """One sentence for an unmet condition, empty for any other."""
    if finding.status != "unmet":
        return ""
    fields = {**_years(facts), **_gap(facts, finding.id), **_day(facts, finding.id)}
    id_ = finding.id
    if id_ == "C6-6" and "day" not in fields:
        id_ = "C6-6-undated"
    if id_ == "C5-4" and barred(facts):
        id_ = "C5-4-barred"
    texts = _texts()["怎么补"]
    return texts.get(id_, texts["其他"]).format(**fields)


def _years(facts: Facts) -> dict[str, Any]:
    """The first year whose figures are not known yet, and the year after it."""
    if facts.applied:
        year = facts.applied.first.year
        return {"year": year, "next": year + 1}
    if facts.years:
        year = max(facts.years) + 1
        return {"year": year, "next": year + 1}
    return {"year": "申报当", "next": "下一"}


def _gap(facts: Facts, id_: str) -> dict[str, str]:
    if id_ in _COUNTS:
        key, provision = _COUNTS[id_]
        return {"gap": _missing(_amount(facts, key), provision)}
    if id_ == "C6-3d":
        return {"gap": _people(facts)}
    if id_ == "C6-4":
        partners, experts = facts.amount(PARTNERS), facts.amount(EXPERTS)
        return {"gap": _missing(partners, "partners"), "other": _missing(experts, "experts")}
    return {}


def _amount(facts: Facts, key: str) -> Range:
    """Of several measurements of satisfaction the least."""
    if key == SATISFACTION and facts.satisfaction:
        least = min(facts.satisfaction.values())
        return Range(least, least)
    return facts.amount(key)


def _missing(amount: Range, provision: str) -> str:
    return shown(limit(provision) - amount.low) if amount.exact else _SOME


def _people(facts: Facts) -> str:
    """How many more of the present staff, rounded up to whole people."""
    if STAFF not in facts.numbers or UNION not in facts.numbers:
        return _SOME
    wanted = ceil(facts.numbers[STAFF] * limit("qualified_share") / 100)
    return str(wanted - facts.numbers[UNION])


def _day(facts: Facts, id_: str) -> dict[str, str]:
    if id_ == "C5-1":
        known = [facts.days[key] for key in (OPERATING, REGISTERED) if key in facts.days]
        done = years_on(later(known[0], known[-1]), limit("operating_years"))
        return {"day": str(done.last)}
    if id_ != "C6-6":
        return {}
    days = [
        each.ended.last if each.ended else each.began.last
        for each in facts.events or ()
        if each.began and not each.still
    ]
    dated = all(each.began for each in facts.events or ())
    if not days or not dated:
        return {}
    latest = max(days)
    return {"day": str(years_on(Days(latest, latest), limit("clean_years")).last)}
