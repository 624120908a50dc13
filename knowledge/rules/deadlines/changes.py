"""Report of a change of name or organisation within three months (Article 18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from knowledge.rules.deadlines.events import meaning
from knowledge.rules.deadlines.facts import Event, Facts
from knowledge.rules.deadlines.model import (
    Code,
    Deadline,
    Reading,
    Said,
    Span,
    Status,
    earliest,
    status_on,
)
from knowledge.rules.deadlines.months import months_later
from knowledge.rules.deadlines.sources import number, reading, said, unit, words
from knowledge.rules.workdays import YearNotCovered, next_workday

SECTION, BEFORE = "变更报告", "认定以前的变更"
AMBIGUITY = "AMB-31"
SUSPENDED = "第十八条第一款"
_KINDS = ("change", "change_perhaps", "unlisted")


def changes(facts: Facts) -> list[Deadline]:
    """One deadline for each change; an event of another kind may be one, and is told as such."""
    return [_deadline(facts, event) for event in facts.events if meaning(event.kind) in _KINDS]


def _deadline(facts: Facts, event: Event) -> Deadline:
    if _before_title(facts, event):
        told = said(BEFORE, "none_stated", words(BEFORE, "advice"))
        return _row(event, Span(), "not_applicable", told)
    known, readings = _readings(event)
    span = _span([each.due for each in readings if each.due], known)
    told = said(SECTION, _code(event), *_advice(facts, event, span, known))
    return replace(_row(event, span, _status(facts, event, span), told), readings=readings)


def _row(event: Event, span: Span, status: Status, told: Said) -> Deadline:
    return Deadline(
        obligation="变更报告",
        who="平台",
        period=f"{event.kind} {event.day or '日期不明'}",
        span=span,
        status=status,
        said=told,
        articles=(SUSPENDED, unit("change_report")),
    )


def _readings(event: Event) -> tuple[bool, tuple[Reading, ...]]:
    """From registration and from decision; moved off a rest day only where that is known."""
    if event.day is None:
        return True, ()
    registered = _due(event.registered or event.day)
    decided = _due(event.decided or event.day)
    plain = (reading(AMBIGUITY, "R1", registered), reading(AMBIGUITY, "R2", decided))
    try:
        rolled = next_workday(registered)
    except YearNotCovered:
        return False, plain
    return True, (*plain, reading(AMBIGUITY, "R3", rolled))


def _due(start: date) -> date:
    return months_later(start, number("change_report"))


def _span(due: list[date], known: bool) -> Span:
    """No agreed date on a weekend of a year whose make-up days are not known."""
    span = earliest(due)
    weekend = span.due is not None and span.due.isoweekday() > 5
    return Span(None, span.safe) if weekend and not known else span


def _before_title(facts: Facts, event: Event) -> bool:
    return facts.start is not None and event.day is not None and event.day < facts.start


def _code(event: Event) -> Code:
    """Nothing is stated of an event that nobody lists as a change."""
    return "none_stated" if meaning(event.kind) == "unlisted" else "suspended"


def _status(facts: Facts, event: Event, span: Span) -> Status:
    if event.day is None or meaning(event.kind) == "unlisted":
        return "unknown"
    reported = _reported(facts, event.day)
    if reported is None:
        return status_on(facts.today, span.known)
    return "done"


def _reported(facts: Facts, changed: date) -> date | None:
    """The first report after the change; one from the future is only a plan."""
    days = [each.day for each in facts.events if meaning(each.kind) == "change_reported"]
    return min((day for day in days if day and changed <= day <= facts.today), default=None)


def _act(facts: Facts, span: Span, reported: date | None) -> str:
    judged = reported or facts.today
    late = span.safe is not None and judged > span.safe
    keys = ("done", "late") if reported else ("act", "overdue")
    return words(SECTION, keys[late], safe=span.safe, reported=reported)


def _advice(facts: Facts, event: Event, span: Span, known: bool) -> list[str]:
    if event.day is None:
        return [words(SECTION, "no_day", kind=event.kind)]
    if meaning(event.kind) == "unlisted":
        return [words(SECTION, "unlisted", kind=event.kind, safe=span.safe)]
    perhaps = meaning(event.kind) == "change_perhaps"
    parts = [words(SECTION, "unclear", kind=event.kind)] if perhaps else []
    parts.append(_act(facts, span, _reported(facts, event.day)))
    if not (event.registered and event.decided):
        parts.append(words(SECTION, "one_day", day=event.day))
    if not known and span.safe:
        parts.append(words(SECTION, "not_covered", year=span.safe.year))
    return parts
