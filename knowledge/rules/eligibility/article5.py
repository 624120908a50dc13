"""Years of operation, assets, and the share of small enterprises (Article 5, AMB-03 to 05)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from knowledge.rules.eligibility.checks import Measure, on_line, reached, share
from knowledge.rules.eligibility.days import Days, later, years_on
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import under
from knowledge.rules.eligibility.model import Reading, Result, Status
from knowledge.rules.eligibility.ranges import Range, exactly, reaches
from knowledge.rules.eligibility.sources import limit, reading, words
from knowledge.rules.eligibility.yearly import last_years, missing

REGISTERED, OPERATING, APPLIED = "注册日期", "开始运营日期", "拟申报日期"
LAST_ASSETS, NOW_ASSETS = "上年末资产总额万元", "当前资产总额万元"
SERVED, SMALL = "服务企业数家", "服务中小企业数家"


def operated(facts: Facts) -> Result:
    """C5-1: counted from the later of the two days; before its registration years are disputed."""
    began, registered = facts.days.get(OPERATING), facts.days.get(REGISTERED)
    needs = tuple(key for key in (OPERATING, REGISTERED, APPLIED) if key not in facts.days)
    known = [each for each in (began, registered) if each]
    if facts.applied is None or not known:
        return Result("unknown", (words("C5-1", "unknown"),), needs or (OPERATING,))
    start = later(known[0], known[-1])
    done = years_on(start, limit("operating_years"))
    counted = {"start": start, "done": done.last, "applied": facts.applied}
    status = _by(done, facts.applied)
    if status == "unmet" and began and _run(began, facts.applied) == "met":
        readings = (reading("AMB-03", "R1", "met"), reading("AMB-03", "R2", "unmet"))
        return under(readings, words("C5-1", "before", **counted))
    if status == "met" and len(known) < 2:
        return Result("unknown", (words("C5-1", "one_day", key=needs[0], **counted),), needs)
    asks = (needs or (OPERATING, REGISTERED, APPLIED)) if status == "unknown" else ()
    key = "on_line" if status == "met" and done == facts.applied else f"{status}_by"
    return Result(status, (words("C5-1", key, **counted),), asks)


def _run(start: Days, applied: Days) -> Status:
    return _by(years_on(start, limit("operating_years")), applied)


def _by(done: Days, applied: Days) -> Status:
    """Whether the years are over on the day of application; that day itself is enough."""
    if done.last <= applied.first:
        return "met"
    return "unmet" if done.first > applied.last else "unknown"


def assets(facts: Facts) -> Result:
    """C5-2: last year's audited figure decides, unless today's says otherwise (AMB-04)."""
    audited = reached(Measure(LAST_ASSETS, "assets", (LAST_ASSETS,)), facts.amount(LAST_ASSETS))
    if facts.amount(NOW_ASSETS) == Range() or audited.status == "unknown":
        return audited
    now = reached(Measure(NOW_ASSETS, "assets", (NOW_ASSETS,)), facts.amount(NOW_ASSETS))
    readings = (reading("AMB-04", "R1", audited.status), reading("AMB-04", "R2", now.status))
    because = audited.because if audited.status == now.status else audited.because + now.because
    return under(readings, *because)


def small_share(facts: Facts) -> Result:
    """C5-3: last year, three years together, and each of them; private customers do not count."""
    years = last_years(facts, limit("special_years"))
    each = [_year_share(facts, year) for year in years]
    readings = _share_readings(facts, years, each)
    needs = missing(facts, years, SERVED, SMALL)
    result = under(readings, needs=needs)
    told = _told(facts, years) if years else words("说明", "no_years")
    key = "on_line" if result.status == "met" and _on_line(facts, years) else result.status
    return Result(
        result.status,
        (words("C5-3", key, told=told, limit=limit("sme_share")),),
        result.needs,
        result.readings,
    )


def _share_readings(facts: Facts, years: tuple[int, ...], each: list[Status]) -> list[Reading]:
    last: Status = each[-1] if each else "unknown"
    return [
        reading("AMB-05", "R1", last),
        reading("AMB-05", "R2", _all_years(facts, years)),
        reading("AMB-05", "R3", _every(each)),
    ]


def _every(each: list[Status]) -> Status:
    if "unmet" in each:
        return "unmet"
    return "met" if each and set(each) == {"met"} else "unknown"


def _year_share(facts: Facts, year: int) -> Status:
    return _share(facts.in_year(year, SMALL), facts.in_year(year, SERVED))


def _all_years(facts: Facts, years: tuple[int, ...]) -> Status:
    if not years:
        return "unknown"
    small = _sum(facts.in_year(year, SMALL) for year in years)
    return _share(small, _sum(facts.in_year(year, SERVED) for year in years))


def _on_line(facts: Facts, years: tuple[int, ...]) -> bool:
    """One year or all of them together; only asked where every figure is known."""
    small, served = ([facts.in_year(year, name) or 0 for year in years] for name in (SMALL, SERVED))
    pairs = [*zip(small, served, strict=True), (sum(small), sum(served))]
    percent = limit("sme_share")
    return any(on_line(Fraction(part), Fraction(whole), percent) for part, whole in pairs)


def _sum(numbers: Iterable[Fraction | None]) -> Fraction | None:
    known = list(numbers)
    return None if None in known else sum((each for each in known if each), Fraction(0))


def _share(small: Fraction | None, served: Fraction | None) -> Status:
    """Whoever served no enterprise at all has no share that could reach the line."""
    if served == 0:
        return "unmet"
    if small is None or served is None:
        return "unknown"
    return reaches(share(exactly(small), served, limit("sme_share")), 0)


def _told(facts: Facts, years: tuple[int, ...]) -> str:
    shown = [
        words(
            "C5-3", "year", year=year, small=_or(facts, year, SMALL), all=_or(facts, year, SERVED)
        )
        for year in years
    ]
    return "、".join(shown)


def _or(facts: Facts, year: int, name: str) -> Fraction | str:
    number = facts.in_year(year, name)
    return "（没有写）" if number is None else number
