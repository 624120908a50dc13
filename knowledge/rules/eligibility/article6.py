"""Service, team and resources (Article 6 (2) to (4), AMB-11 to 15)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from knowledge.rules.eligibility.checks import Measure, enough, is_so, reached, share
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import all_of, any_of, under
from knowledge.rules.eligibility.model import Result, Status
from knowledge.rules.eligibility.ranges import Range, exactly, reaches
from knowledge.rules.eligibility.sources import limit, reading, words
from knowledge.rules.eligibility.yearly import last_years, missing, shown_places

SMALL = "服务中小企业数家"
STAFF, UNION = "专职人员数", "高学历或中级职称人数(去重)"
DEGREE, TITLE, BOTH = "本科及以上人数", "中级及以上职称人数", "学历与职称兼有人数"
SATISFACTION, OUTCOMES = "客户满意度百分比", "相关成果"


def place_and_finances(facts: Facts) -> Result:
    """C6-2a."""
    return all_of(is_so(facts, "有固定场所和设施"), is_so(facts, "财务收支良好"))


def growth(facts: Facts) -> Result:
    """C6-2b: rising every year is met, falling every year is not; between, readings differ."""
    years = last_years(facts, limit("growth_years"))
    numbers = [facts.in_year(year, SMALL) for year in years]
    known = [each for each in numbers if each is not None]
    if not years or len(known) < len(years):
        needs = missing(facts, years, SMALL)
        return Result("unknown", (words("C6-2b", "unknown", needs=shown_places(needs)),), needs)
    told = "、".join(str(each) for each in known)
    steps = [after - before for before, after in pairwise(known)]
    if all(step > 0 for step in steps):
        return Result("met", (words("C6-2b", "met", told=told),))
    if all(step < 0 for step in steps):
        return Result("unmet", (words("C6-2b", "unmet", told=told),))
    risen = known[-1] > known[0]
    steady: Status = "met" if risen and min(steps) >= 0 else "unmet"
    readings = (
        reading("AMB-11", "R1", "unmet"),
        reading("AMB-11", "R2", steady),
        reading("AMB-11", "R3", "met" if risen else "unknown"),
    )
    return Result("disputed", (words("C6-2b", "disputed", told=told),), (), readings)


def satisfaction(facts: Facts) -> Result:
    """C6-2c: where the applicant's figure and the recommender's differ, both are shown."""
    found = {
        source: reached(
            Measure(f"{SATISFACTION}{source and f'（{source}）'}", "satisfaction", (SATISFACTION,)),
            exactly(number),
        )
        for source, number in facts.satisfaction.items()
    }
    if not found:
        return reached(
            Measure(SATISFACTION, "satisfaction", (SATISFACTION,)), facts.amount(SATISFACTION)
        )
    results = list(found.values())
    because = tuple(text for each in results for text in each.because)
    if len({each.status for each in results}) == 1:
        return Result(results[0].status, because, results[0].needs)
    own, sampled = _by_source(found)
    readings = (
        reading("AMB-12", "R1", own),
        reading("AMB-12", "R2", sampled),
        reading("AMB-12", "R3", "unmet"),
    )
    return under(readings, *because)


def _by_source(found: dict[str, Result]) -> tuple[Status, Status]:
    """The sampled one is the recommender's (Article 10), the other the applicant's."""
    sampled = [key for key in found if "抽样" in key or "推荐" in key or "测评" in key]
    last = sampled[-1] if sampled else list(found)[-1]
    own = next(key for key in found if key != last)
    return found[own].status, found[last].status


def outcomes(facts: Facts) -> Result:
    """C6-3b: qualifications, and at least one outcome; how many, the reviewers weigh (AMB-14)."""
    if facts.outcomes is None:
        held = Result("unknown", (words("C6-3b", "unknown"),), (OUTCOMES,))
    elif facts.outcomes:
        held = Result("met", (words("C6-3b", "met", told="、".join(facts.outcomes)),))
    else:
        held = Result("unmet", (words("C6-3b", "unmet"),))
    return all_of(is_so(facts, "有必要服务资质"), held)


def staff(facts: Facts) -> Result:
    """C6-3c: part-time staff do not count."""
    return enough(facts, STAFF, "staff")


def qualified(facts: Facts) -> Result:
    """C6-3d: a degree or a title, each person once, of all full-time staff (AMB-13)."""
    all_, keys = facts.numbers.get(STAFF), _team_needs(facts)
    percent = limit("qualified_share")
    if all_ is None:
        return Result("unknown", (words("C6-3d", "no_staff", percent=percent),), keys)
    if all_ == 0:
        return Result("unmet", (words("C6-3d", "nobody"),))
    union = _union(facts, exactly(all_))
    distance = share(union, all_, percent)
    status = reaches(distance, 0)
    key = status if union.exact else f"{status}_between"
    told = words(
        "C6-3d",
        "on_line" if distance == exactly(Fraction(0)) else key,
        low=union.low,
        high=union.high,
        all=all_,
        percent=percent,
    )
    return Result(status, (told,), keys if status == "unknown" else ())


def _union(facts: Facts, all_: Range) -> Range:
    """Exact where it is told, else between the larger of the two and their sum."""
    if UNION in facts.numbers:
        return facts.amount(UNION)
    degree, title, both = (facts.amount(key) for key in (DEGREE, TITLE, BOTH))
    low = max(degree.low, title.low)
    if degree.high is None or title.high is None:
        return Range(low, all_.high)
    if both.high is not None:
        return exactly(degree.high + title.high - both.high)
    total = degree.high + title.high
    return Range(low, min(total, all_.high) if all_.high is not None else total)


def _team_needs(facts: Facts) -> tuple[str, ...]:
    if UNION in facts.numbers:
        return (STAFF,)
    keys = (STAFF, DEGREE, TITLE, BOTH, UNION)
    return tuple(key for key in keys if key not in facts.numbers)


def resources(facts: Facts) -> Result:
    """C6-4: bodies or experts, never added up; agreements that ran out are disputed (AMB-15)."""
    return any_of(
        _agreed(facts, "签约合作机构数", "partners"), _agreed(facts, "外部专家数", "experts")
    )


def _agreed(facts: Facts, key: str, provision: str) -> Result:
    total, lapsed = facts.amount(key), facts.lapsed.get(key)
    every = reached(Measure(key, provision, (key,)), total)
    if not lapsed:
        return every
    name = words("C6-4", "valid", key=key)
    valid = reached(Measure(name, provision, (key,)), exactly(total.low - lapsed))
    readings = (reading("AMB-15", "R1", valid.status), reading("AMB-15", "R2", every.status))
    return under(readings, *valid.because, *every.because)
