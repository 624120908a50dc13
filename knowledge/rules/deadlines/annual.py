"""The recommender's yearly report by the end of March (Article 21, paragraph 1)."""

from __future__ import annotations

from datetime import timedelta

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, earliest, status_on
from knowledge.rules.deadlines.months import Month
from knowledge.rules.deadlines.sources import number, reading, said, unit, words

SECTION = "年度总结和检查报告"
AMBIGUITY = "AMB-36"


def annual(facts: Facts) -> list[Deadline]:
    """This year's report until March is over, then next year's: who filed is not known here."""
    month = Month(facts.today.year, number("annual_report"))
    over = facts.today > month.last
    if over:
        month = month.plus(12)
    day_before = month.last - timedelta(days=1)
    span = earliest([month.last, day_before])
    advice = [words(SECTION, "act", safe=span.safe, last=month.last)]
    if over:
        advice.append(words(SECTION, "past", year=month.year - 2))
    if facts.start and facts.start.year >= month.year:
        advice.append(words(SECTION, "not_yet", year=month.year - 1))
    return [
        Deadline(
            obligation="年度总结和检查报告",
            who="推荐单位",
            period=str(month.year - 1),
            span=span,
            status=status_on(facts.today, span.safe),
            said=said(SECTION, "none_stated", *advice),
            articles=(unit("annual_report"),),
            readings=(
                reading(AMBIGUITY, "R1", month.last),
                reading(AMBIGUITY, "R2", day_before),
            ),
        )
    ]
