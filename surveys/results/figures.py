"""Counts and rates of a survey, exact, and what is set beside them.

Articles 6（二） and 10; 附件2 section 八. Whose satisfaction the regulation means, and how it is
made a rate, it does not say: the figures stand side by side and none is chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from knowledge.rules.provisions import Provision, provisions
from surveys.results.bounds import Found, Interval, one_sided, two_sided
from surveys.results.codes import Disposition, Grade
from surveys.results.model import OwnFigure, Row, SurveyRecord

OVERALL = "overall"


@dataclass(frozen=True)
class Tally:
    """How one question was graded in the finished interviews."""

    id: str
    label: str
    counts: Mapping[Grade, int]
    unanswered: int
    interval: Interval | None  # of the whole list; none where the question did not apply to all

    @property
    def not_applicable(self) -> int:
        return self.counts.get(Grade.NOT_APPLICABLE, 0)

    @property
    def graded(self) -> int:
        """Those whom the question concerned and who answered it."""
        return sum(self.counts.values()) - self.not_applicable

    @property
    def satisfied(self) -> int:
        return sum(count for grade, count in self.counts.items() if grade.is_satisfied)

    @property
    def rate(self) -> Fraction | None:
        return Fraction(self.satisfied, self.graded) if self.graded else None


def tallies(record: SurveyRecord) -> tuple[Tally, ...]:
    """The overall grade first, then every question of the questionnaire in its order."""
    overall = [row.answers.overall for row in record.finished]
    parts = [
        _tally(record, each.id, each.label, [r.answers.parts.get(each.id) for r in record.finished])
        for each in record.questions
    ]
    return (_tally(record, OVERALL, "总体评价", overall), *parts)


def _tally(record: SurveyRecord, id: str, label: str, grades: Iterable[Grade | None]) -> Tally:
    given = Counter(grades)
    unanswered = given.pop(None, 0)
    counts = {grade: given[grade] for grade in Grade if given[grade]}
    tally = Tally(id, label, counts, unanswered, None)
    if not tally.graded or tally.graded < len(record.finished):
        return tally
    found = Found(record.frame_size, tally.graded, tally.satisfied)
    return Tally(id, label, counts, unanswered, two_sided(found))


@dataclass(frozen=True)
class Overall:
    """What the overall grades support about the whole list.

    In the bound a finished interview whose overall grade is 不适用 counts as not satisfied, so
    that the bound stays true for the list; the rate of the tally leaves it out.
    """

    tally: Tally
    found: Found
    at_least: int
    interval: Interval

    @property
    def most(self) -> int:
        """At most so many of the population are satisfied, with 95 % confidence, one-sided."""
        found = self.found
        others = Found(found.population, found.size, found.size - found.satisfied)
        return found.population - one_sided(others)


def overall(record: SurveyRecord) -> Overall | None:
    """None as long as no interview is finished."""
    if not record.finished:
        return None
    tally = tallies(record)[0]
    found = Found(record.frame_size, len(record.finished), tally.satisfied)
    return Overall(tally, found, one_sided(found), two_sided(found))


@dataclass(frozen=True)
class Against:
    """The rate that the regulation names, beside what was found."""

    provision: Provision
    sample_reaches: bool | None  # the rate among those asked
    own_reaches: bool | None  # the platform's own rate
    list_supported: bool  # the bound for the whole list
    list_ruled_out: bool  # even the most that is possible stays below


def against(result: Overall, own: Own) -> Against:
    """第六条（二） beside the figures, exact."""
    provision = provisions()["satisfaction"]
    needed = Fraction(provision.number, 100)
    population = result.found.population
    return Against(
        provision,
        sample_reaches=_reaches(result.tally.rate, needed),
        own_reaches=_reaches(own.rate, needed),
        list_supported=Fraction(result.at_least, population) >= needed,
        list_ruled_out=Fraction(result.most, population) < needed,
    )


def _reaches(rate: Fraction | None, needed: Fraction) -> bool | None:
    return None if rate is None else rate >= needed


@dataclass(frozen=True)
class Own:
    """The platform's own figures (附件2 section 八), as it ticked them."""

    satisfied: int
    dissatisfied: int
    scored: int  # a score has no threshold in the text, so it is counted and not judged
    silent: int
    contradicted: tuple[Row, ...]  # ticked satisfied, but not so in the interview

    @property
    def rate(self) -> Fraction | None:
        ticked = self.satisfied + self.dissatisfied
        return Fraction(self.satisfied, ticked) if ticked else None


def own(record: SurveyRecord) -> Own:
    """What the platform wrote about the firms of the list, and whom the interviews contradict."""
    figures = record.own_figures.values()
    satisfied = sum(1 for each in figures if each.satisfied is True)
    dissatisfied = sum(1 for each in figures if each.satisfied is False)
    scored = sum(1 for each in figures if each.satisfied is None and each.score)
    silent = record.frame_size - satisfied - dissatisfied - scored
    return Own(satisfied, dissatisfied, scored, silent, _contradicted(record))


def _contradicted(record: SurveyRecord) -> tuple[Row, ...]:
    nothing = OwnFigure()
    return tuple(
        row
        for row in record.finished
        if record.own_figures.get(row.key, nothing).satisfied
        and not (row.answers.overall and row.answers.overall.is_satisfied)
    )


def dispositions(record: SurveyRecord) -> dict[Disposition, int]:
    """How many firms ended so, in the order of the codes; those that do not occur are left out."""
    counted = Counter(row.disposition for row in record.rows)
    return {code: counted[code] for code in Disposition if counted[code]}


def asked(record: SurveyRecord) -> int:
    """The denominator of AAPOR's RR1: all who belong, or may belong, to those to be asked."""
    return sum(1 for row in record.rows if row.disposition is not Disposition.NOT_ELIGIBLE)


def response_rate(record: SurveyRecord) -> Fraction | None:
    """RR1 of AAPOR: the finished interviews among `asked`."""
    return Fraction(len(record.finished), asked(record)) if asked(record) else None
