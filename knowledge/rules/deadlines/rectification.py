"""Rectification within six months of a failed evaluation (Article 21, paragraph 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.rules.deadlines.events import Meaning, meaning
from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading, Status, earliest, status_on
from knowledge.rules.deadlines.months import months_later
from knowledge.rules.deadlines.sources import number, reading, said, unit, words

SECTION = "整改"
AMBIGUITY = "AMB-37"
EVALUATION = "第二十一条第一款"
_OPENS: tuple[Meaning, ...] = ("failed", "fed_back", "told", "rectification")
_STARTS: tuple[tuple[str, tuple[Meaning, ...]], ...] = (
    ("R1", ("fed_back", "suspended")),
    ("R2", ("told",)),
    ("R3", ("failed",)),
)

Step = tuple[date, Meaning]


@dataclass(frozen=True)
class Episode:
    """One failed evaluation with what followed it, in order of time."""

    steps: tuple[Step, ...]

    def first(self, *meanings: Meaning) -> date | None:
        return next((day for day, what in self.steps if what in meanings), None)

    @property
    def begun_by_rectification(self) -> bool:
        return self.steps[0][1] == "rectification"

    @property
    def rectified(self) -> date | None:
        """A bare 整改 is its completion where the failure is known, else its beginning."""
        bare: tuple[Meaning, ...] = () if self.begun_by_rectification else ("rectification",)
        return self.first("rectified", *bare)


def rectification(facts: Facts) -> list[Deadline]:
    """One deadline for each failed evaluation, and one without a date for each undated one."""
    dated = sorted((each.day, meaning(each.kind)) for each in facts.events if each.day is not None)
    undated = [each for each in facts.events if each.day is None and meaning(each.kind) == "failed"]
    found = [_deadline(facts, episode) for episode in _episodes(dated)]
    return found + [_undated() for _ in undated]


def _episodes(steps: list[Step]) -> Iterator[Episode]:
    current: list[Step] = []
    for day, what in steps:
        if what == "failed" and current:
            yield Episode(tuple(current))
            current = []
        if current or what in _OPENS:
            current.append((day, what))
    if current:
        yield Episode(tuple(current))


def _deadline(facts: Facts, episode: Episode) -> Deadline:
    readings = _readings(episode)
    span = earliest([each.due for each in readings if each.due])
    start = episode.steps[0][0]
    done = episode.rectified if (episode.rectified or facts.today) <= facts.today else None
    status = _status(facts, readings, done)
    return Deadline(
        obligation="整改",
        who="平台",
        period=words(SECTION, "period", day=start),
        span=span,
        status=status,
        said=said(SECTION, "revoke", *_advice(episode, span.safe, done, status)),
        articles=(EVALUATION, unit("rectification")),
        readings=readings,
    )


def _readings(episode: Episode) -> tuple[Reading, ...]:
    """One for each beginning that is known; an opening 整改 stands for being told."""
    starts = {id_: episode.first(*meanings) for id_, meanings in _STARTS}
    if episode.begun_by_rectification:
        starts["R2"] = episode.steps[0][0]
    return tuple(
        reading(AMBIGUITY, id_, months_later(day, number("rectification")))
        for id_, day in starts.items()
        if day
    )


def _status(facts: Facts, readings: tuple[Reading, ...], done: date | None) -> Status:
    dates = [each.due for each in readings if each.due]
    if done is None:
        return status_on(facts.today, min(dates))
    if done <= min(dates):
        return "done"
    return "unknown" if done <= max(dates) else "overdue"


def _advice(episode: Episode, safe: date | None, done: date | None, status: Status) -> list[str]:
    key = "overdue" if status == "overdue" else "act"
    parts = [words(SECTION, f"rectified_{status}" if done else key, safe=safe, done=done)]
    if episode.begun_by_rectification:
        parts.append(words(SECTION, "taken_as_start"))
    elif done and done == episode.first("rectification"):
        parts.append(words(SECTION, "taken_as_done"))
    return [*parts, words(SECTION, "always")]


def _undated() -> Deadline:
    return Deadline(
        obligation="整改",
        who="平台",
        period=None,
        span=earliest([]),
        status="unknown",
        said=said(SECTION, "revoke", words(SECTION, "no_day"), words(SECTION, "always")),
        articles=(EVALUATION, unit("rectification")),
    )
