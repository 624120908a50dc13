"""Income or contracts from government commissions (Article 5 (2), AMB-06 and 07)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from knowledge.rules.eligibility.checks import Measure, on_line, reached
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.logic import any_of, under
from knowledge.rules.eligibility.model import Result, Status
from knowledge.rules.eligibility.ranges import Range, reaches
from knowledge.rules.eligibility.sources import limit, reading, words
from knowledge.rules.eligibility.standing import kind
from knowledge.rules.eligibility.yearly import last_years, missing

SPECIAL, SERVICE, TOTAL = "政府委托服务收入万元", "服务收入万元", "营业收入万元"
SIGNED, PERFORMED = "政府委托合同金额万元(按签订日)", "政府委托合同金额万元(按履行期)"


@dataclass(frozen=True)
class Year:
    """One year's bounds: income from commissions, which is part of income from services."""

    special: Range
    service: Range


def commission_volume(facts: Facts) -> Result:
    """C5-5: a share of income or a sum of contracts; asked of item 2 only."""
    found = kind(facts)
    if found not in ("enterprise", "no_legal_person", "unknown"):
        return Result("met", (words("C5-5", "not_asked"),))
    years = last_years(facts, limit("special_years"))
    result = any_of(_income(facts, years), _contracts(facts, years))
    if found == "unknown" and result.status != "met":
        because = (words("C5-5", "perhaps_not_asked"), *result.because)
        return Result("unknown", because, ("法人类型", *result.needs))
    return result


def _income(facts: Facts, years: tuple[int, ...]) -> Result:
    """The mean of three yearly shares, and the share of three years' sums."""
    figures = [_year(facts, year) for year in years]
    mean, total = _mean(figures), _total(figures)
    readings = (reading("AMB-06", "R1", mean), reading("AMB-06", "R2", total))
    needs = missing(facts, years, SPECIAL, SERVICE)
    result = under(readings, needs=needs)
    lines = {"share": limit("special_income_share"), "contracts": limit("special_contracts")}
    key = "on_line" if result.status == "met" and _on_line(figures) else result.status
    told = words("C5-5", f"income_{key}", told=_told(facts, years), **lines)
    return Result(result.status, (told,), result.needs, result.readings)


def _year(facts: Facts, year: int) -> Year:
    """What is not known lies between none and what it is part of."""
    special, service = facts.in_year(year, SPECIAL), facts.in_year(year, SERVICE)
    total = facts.in_year(year, TOTAL)
    least = service if service is not None else special or Fraction(0)
    most = service if service is not None else total
    return Year(
        Range(special or Fraction(0), most if special is None else special), Range(least, most)
    )


def _mean(figures: list[Year]) -> Status:
    if not figures:
        return "unknown"
    low = sum((_lowest(each) for each in figures), Fraction(0))
    high = sum((_highest(each) for each in figures), Fraction(0))
    return reaches(Range(low * 100, high * 100), limit("special_income_share") * len(figures))


def _on_line(figures: list[Year]) -> bool:
    """The mean or the whole by what is surely known; only asked where both are enough."""
    percent = limit("special_income_share")
    shares = sum((_lowest(each) for each in figures), Fraction(0))
    special, service = (
        sum((part.low for part in parts), Fraction(0))
        for parts in zip(*((each.special, each.service) for each in figures), strict=True)
    )
    return on_line(shares, Fraction(len(figures)), percent) or on_line(special, service, percent)


def _lowest(year: Year) -> Fraction:
    known = year.service.high
    return year.special.low / known if known else Fraction(0)


def _highest(year: Year) -> Fraction:
    """At most all of it; a year without income from services has no share."""
    special, service = year.special.high, year.service
    if special == 0 or service.high == 0:
        return Fraction(0)
    if special is None or special >= service.low:
        return Fraction(1)
    return special / service.low


def _total(figures: list[Year]) -> Status:
    """Three years' commissions against three years' services; income none at all is no share."""
    if not figures or any(each.special.high is None for each in figures):
        most = None
    else:
        most = sum((each.special.high or Fraction(0) for each in figures), Fraction(0))
    if not figures or any(each.service.high is None for each in figures):
        widest = None
    else:
        widest = sum((each.service.high or Fraction(0) for each in figures), Fraction(0))
    least = sum((each.special.low for each in figures), Fraction(0))
    narrowest = sum((each.service.low for each in figures), Fraction(0))
    line = limit("special_income_share")
    if widest is not None and least > 0 and least * 100 >= widest * line:
        return "met"
    if most is not None and (most == 0 or most * 100 < narrowest * line):
        return "unmet"
    return "unknown"


def _contracts(facts: Facts, years: tuple[int, ...]) -> Result:
    """Three years' contracts by the day of signing, and by the time of performance."""
    signed, performed = (_sum(facts, years, key) for key in (SIGNED, PERFORMED))
    readings = (
        reading("AMB-07", "R1", signed.status),
        reading("AMB-07", "R2", performed.status),
    )
    needs = tuple(dict.fromkeys((*signed.needs, *performed.needs)))
    return under(readings, *signed.because, *performed.because, needs=needs)


def _sum(facts: Facts, years: tuple[int, ...], key: str) -> Result:
    known = [facts.in_year(year, key) for year in years]
    low = sum((each for each in known if each), Fraction(0))
    complete = bool(years) and None not in known
    amount = Range(low, low if complete else None)
    name = words("C5-5", "contracts", key=key)
    return reached(Measure(name, "special_contracts", missing(facts, years, key)), amount)


def _told(facts: Facts, years: tuple[int, ...]) -> str:
    rows = []
    for year in years:
        special, service = (facts.in_year(year, name) for name in (SPECIAL, SERVICE))
        special_, service_ = ("（没有写）" if each is None else each for each in (special, service))
        rows.append(words("C5-5", "year", year=year, special=special_, service=service_))
    return "、".join(rows) or words("说明", "no_years")
