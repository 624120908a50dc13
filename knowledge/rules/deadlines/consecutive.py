"""The warning of consecutive missed months, under each reading (Article 20, paragraph 2)."""

from __future__ import annotations

from dataclasses import replace

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.missed import STRICT, SWITCHES, Count, count
from knowledge.rules.deadlines.model import (
    Deadline,
    Reading,
    Said,
    Span,
    Status,
    earliest,
    status_on,
)
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.reports import Report, reports
from knowledge.rules.deadlines.sources import number, reading, unit, words

SECTION = "连续未填报"
HEALING = "AMB-33"


def consecutive(facts: Facts) -> list[Deadline]:
    """One warning, counted strictly; none where nothing says that there is a platform."""
    listed = reports(facts)
    if not listed:
        return []
    strict = count(listed, facts)
    most = count(listed, facts, replace(STRICT, doubted=True))
    readings = _readings(listed, facts, strict)
    doubtful = most != strict
    return [
        Deadline(
            obligation="连续未填报",
            who="平台",
            period=_period(strict.run),
            span=_span(strict, readings),
            status=_status(facts, strict, doubtful),
            said=_said(facts, strict, most),
            articles=(unit("monthly_filing"),),
            readings=readings,
            missed=None if doubtful and not strict.missed else strict.missed,
        )
    ]


def _readings(listed: list[Report], facts: Facts, strict: Count) -> tuple[Reading, ...]:
    """Late filing under both readings whenever a month is missed, the others where they matter."""
    found: list[Reading] = []
    for ambiguity, rule in SWITCHES.items():
        lenient = count(listed, facts, rule)
        if lenient != strict or (ambiguity == HEALING and strict.missed):
            found += [_counted(ambiguity, "R1", strict), _counted(ambiguity, "R2", lenient)]
    return tuple(found)


def _counted(ambiguity: str, id_: str, result: Count) -> Reading:
    plain = reading(ambiguity, id_, result.due)
    text = words(SECTION, "counted", text=plain.text, missed=result.missed)
    return replace(plain, text=text, missed=result.missed, code=result.code)


def _span(strict: Count, readings: tuple[Reading, ...]) -> Span:
    dates = {strict.due, *(each.due for each in readings)}
    known = sorted(each for each in dates if each)
    span = earliest(known)
    return span if None not in dates else replace(span, due=None)


def _status(facts: Facts, strict: Count, doubtful: bool) -> Status:
    if strict.code != "none_stated":
        return "overdue"
    if doubtful:
        return "unknown"
    return status_on(facts.today, strict.due) if strict.due else "not_applicable"


def _said(facts: Facts, strict: Count, most: Count) -> Said:
    key = strict.code if strict.missed else "nothing"
    over = strict.code != "none_stated" and _over(facts, strict)
    advice = [words(SECTION, f"{key}_over" if over else key, missed=strict.missed)]
    if most != strict:
        advice.append(words(SECTION, "doubtful", most=most.missed))
    if strict.missed:
        advice.append(words(SECTION, "readings"))
    if not facts.start:
        advice.append(words(SECTION, "no_start"))
    if strict.missed >= number("notify"):
        advice.append(words(SECTION, "recommender"))
    advice.append(words(SECTION, "old_batch"))
    consequence = words(SECTION, f"consequence_{strict.code}")
    return Said(strict.code, consequence, "".join(advice))


def _over(facts: Facts, counted: Count) -> bool:
    """Whether a later month was filed in time, so that the run has ended."""
    later = [each for each in reports(facts) if each.month > counted.run[-1]]
    return any(each.state == "on_time" for each in later)


def _period(run: tuple[Month, ...]) -> str | None:
    if not run:
        return None
    return str(run[0]) if len(run) == 1 else f"{run[0]}至{run[-1]}"
