"""The result as pictures: satisfaction by question with its interval, and what became of whom."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.results.codes import Grade, words
from surveys.results.figures import Tally, dispositions, tallies
from surveys.results.model import SurveyRecord
from surveys.results.svg import (
    EDGE,
    GREY,
    INK,
    INNER,
    picture,
    rectangle,
    span,
    text,
    wrapped,
)
from surveys.results.telling import percent

# From blue to red by way of grey: told apart with any kind of colour vision, and in print.
COLOURS = {
    Grade.VERY_SATISFIED: ("#0b5394", "#ffffff"),
    Grade.SATISFIED: ("#7fb2e5", INK),
    Grade.FAIR: ("#d9d9d9", INK),
    Grade.DISSATISFIED: ("#f2a65a", INK),
    Grade.VERY_DISSATISFIED: ("#b3261e", "#ffffff"),
}
BAR, LINE, FITS = 24, 19, 20  # heights; and how wide a part must be to hold its number
LABEL = 23  # characters of a line
TOP = 52.0  # below the title
COUNTED = "#0b5394"


def satisfaction_chart(record: SurveyRecord) -> str:
    """A stacked bar for each question, the interval for the whole list below it."""
    title = words()["charts"]["satisfaction"]
    if not record.finished:
        return _empty(title)
    shapes, y = [_title(title)], TOP
    for tally in tallies(record):
        drawn, y = _question(tally, record.frame_size, y)
        shapes += drawn
    drawn, y = _legend(y)
    return picture(title, y, shapes + drawn)


def dispositions_chart(record: SurveyRecord) -> str:
    """A bar for each disposition that occurs, with its number."""
    counted = {code.word: count for code, count in dispositions(record).items()}
    return bar_chart(words()["charts"]["dispositions"], counted)


def bar_chart(title: str, counted: Mapping[str, int]) -> str:
    """A bar for each name, with its number."""
    most = max(counted.values(), default=0) or 1
    shapes, y = [_title(title)], TOP
    for name, count in counted.items():
        width = (INNER - 44) * count / most
        shapes.append(text(EDGE, y + 12, name))
        shapes.append(rectangle(EDGE, y + 18, width, BAR, COUNTED))
        shapes.append(text(EDGE + width + 6, y + 35, _say("count", count=count)))
        y += BAR + 30
    return picture(title, y, shapes)


def _question(tally: Tally, population: int, y: float) -> tuple[list[str], float]:
    """The shapes of one question, and where the next begins."""
    shapes = []
    for line in wrapped(tally.label, LABEL):
        shapes.append(text(EDGE, y, line, size=14, look='font-weight="bold"'))
        y += LINE
    shapes.append(text(EDGE, y, _rate(tally)))
    y += 7
    if tally.graded:
        shapes += _bar(tally, y)
        y += BAR
    y += 12
    drawn, y = _below(tally, population, y)
    return shapes + drawn, y + 18


def _rate(tally: Tally) -> str:
    if tally.rate is None:
        return _say("no_rate")
    share = percent(tally.rate)
    return _say("rate", share=share, satisfied=tally.satisfied, graded=tally.graded)


def _bar(tally: Tally, y: float) -> list[str]:
    shapes, x = [], float(EDGE)
    for grade, (fill, ink) in COLOURS.items():
        count = tally.counts.get(grade, 0)
        width = INNER * count / tally.graded
        if count:
            shapes.append(rectangle(x, y, width, BAR, fill))
        if count and width >= FITS:
            middle = x + width / 2
            shapes.append(text(middle, y + 17, str(count), fill=ink, look='text-anchor="middle"'))
        x += width
    return shapes


def _below(tally: Tally, population: int, y: float) -> tuple[list[str], float]:
    """The interval on the scale of the bar, and who is not counted in it."""
    shapes, notes = [], []
    if tally.interval:
        least, most = tally.interval.least, tally.interval.most
        scale = INNER / population
        shapes.append(span(EDGE + least * scale, EDGE + most * scale, y - 2))
        y += 18
        notes.append(_say("interval", least=least, most=most, population=population))
    elif tally.graded:
        y += 6
        notes.append(_say("no_interval"))
    notes += _left_out(tally)
    for number, note in enumerate(notes):
        shapes.append(text(EDGE, y + number * 17, note, size=12, fill=GREY))
    return shapes, y + len(notes) * 17


def _left_out(tally: Tally) -> list[str]:
    given = (("not_applicable", tally.not_applicable), ("unanswered", tally.unanswered))
    counts = "、".join(_say(name, count=count) for name, count in given if count)
    return [_say("left_out", counts=counts)] if counts else []


def _legend(y: float) -> tuple[list[str], float]:
    shapes, x = [], float(EDGE)
    for grade, (fill, _) in COLOURS.items():
        shapes.append(rectangle(x, y - 11, 12, 12, fill))
        shapes.append(text(x + 16, y, grade.word, size=12))
        x += 16 + 12 * len(grade.word) + 10
    return shapes, y + 16


def _title(title: str) -> str:
    return text(EDGE, 24, title, size=16, look='font-weight="bold"')


def _empty(title: str) -> str:
    return picture(title, 72, [_title(title), text(EDGE, 52, _say("nothing"), fill=GREY)])


def _say(name: str, /, **values: object) -> str:
    return str(words()["charts"][name]).format(**values)
