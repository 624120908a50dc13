"""The three years of validity (Article 17), and the year in which to apply again."""

from __future__ import annotations

from datetime import date, timedelta

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading, Span, earliest, status_on
from knowledge.rules.deadlines.months import years_later
from knowledge.rules.deadlines.sources import number, reading, said, unit, words

SECTION = "有效期"
AMBIGUITY = "AMB-29"
ARTICLES = ("validity", "review_rounds")


def validity(facts: Facts) -> list[Deadline]:
    """The end that the announcement states, else both counts from certification."""
    readings = _readings(facts)
    if not readings:
        return []
    span = earliest([each.due for each in readings if each.due])
    revoked = facts.revoked is not None and facts.revoked <= facts.today
    return [
        Deadline(
            obligation="有效期",
            who="平台",
            period=str(facts.start) if facts.start else None,
            span=span,
            status="not_applicable" if revoked else status_on(facts.today, span.known),
            said=said(SECTION, "expired", *_advice(facts, readings, span, revoked)),
            articles=tuple(unit(name) for name in ARTICLES),
            readings=readings,
        )
    ]


def _readings(facts: Facts) -> tuple[Reading, ...]:
    announced = facts.announced[1]
    if announced:
        return (reading(AMBIGUITY, "R3", announced),)
    if not facts.certified:
        return ()
    third = _third_year(facts.certified)
    return (
        reading(AMBIGUITY, "R1", third),
        reading(AMBIGUITY, "R2", third - timedelta(days=1)),
    )


def _third_year(start: date) -> date:
    return years_later(start, number("validity"))


def _advice(facts: Facts, readings: tuple[Reading, ...], span: Span, revoked: bool) -> list[str]:
    if revoked:
        return [words(SECTION, "revoked", day=facts.revoked)]
    past = span.known is not None and facts.today > span.known
    key = "announced" if facts.announced[1] else "overdue" if past else "ask"
    parts = [words(SECTION, key, safe=span.safe)]
    if _not_three_years(facts):
        parts.append(words(SECTION, "odd"))
    years = sorted({each.due.year for each in readings if each.due})
    if len(years) > 1:
        parts.append(words(SECTION, "two_years", first=years[0], second=years[1]))
    else:
        parts.append(words(SECTION, "again", year=years[0]))
    return [*parts, words(SECTION, "always")]


def _not_three_years(facts: Facts) -> bool:
    first, last = facts.announced
    if not (first and last):
        return False
    third = _third_year(first)
    return last not in (third, third - timedelta(days=1))
