"""Seven working days to object to what is published (Article 12)."""

from __future__ import annotations

from datetime import date

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading, Span, earliest, status_on
from knowledge.rules.deadlines.sources import number, reading, said, unit, words
from knowledge.rules.workdays import ONE_DAY, YearNotCovered, is_workday, nth_workday

SECTION = "公示异议"
AMBIGUITY = "AMB-28"
OBJECTION = "第十二条第二款"


def publicity(facts: Facts) -> list[Deadline]:
    """The last day to object; no date at all where the calendar does not cover the days."""
    if facts.publicised is None:
        return []
    try:
        readings = _readings(facts.publicised)
        span = earliest([each.due for each in readings if each.due])
        past = span.known is not None and facts.today > span.known
        advice = words(SECTION, "overdue" if past else "act", safe=span.safe)
    except YearNotCovered as refusal:
        readings, span, advice = (), Span(), words(SECTION, "refused", why=refusal)
    return [
        Deadline(
            obligation="公示异议",
            who="社会公众",
            period=words(SECTION, "period", day=facts.publicised),
            span=span,
            status=status_on(facts.today, span.known),
            said=said(SECTION, "not_accepted", advice, words(SECTION, "always")),
            articles=(unit("publicity"), OBJECTION),
            readings=readings,
        )
    ]


def _readings(published: date) -> tuple[Reading, ...]:
    """The day after, or the day itself where it is a working day, counts as the first."""
    days = number("publicity")
    after = nth_workday(published + ONE_DAY, days)
    same = nth_workday(published, days) if is_workday(published) else after
    return (reading(AMBIGUITY, "R1", after), reading(AMBIGUITY, "R2", same))
