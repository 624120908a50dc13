"""What a message says to the question that waits; None where it is no answer to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.rules.deadline_talk.model import Asked, Question
from knowledge.rules.deadline_talk.times import Mention, mentions
from knowledge.rules.deadline_talk.understanding import checked, recent, understand
from knowledge.rules.deadline_talk.wording import says
from knowledge.rules.deadline_talk.words import first, one_of, sentence
from knowledge.rules.eligibility.days import NoSuchDay
from knowledge.rules.interview.phrases import is_question, not_known

LONGEST = 40  # characters; a longer message says something of its own


def answered(asked: Asked, text: str, today: date) -> Asked | None:
    """The facts with this answer; None where the message leaves the question."""
    clean = sentence(text)
    if not asked.open or len(clean) > LONGEST or one_of("answers", "leave", clean):
        return None
    if not_known(clean):
        return replace(_closed(asked), unknown=(*asked.unknown, asked.open))
    if is_question(clean) or _another(asked, text, today):
        return None
    try:
        return _BY_QUESTION[asked.open](asked, clean, mentions(clean, today), today)
    except NoSuchDay as day:
        return replace(_closed(asked), wrong=says("wrong", "no_such_day", day=day))


def _another(asked: Asked, text: str, today: date) -> bool:
    """Whether the message asks about another duty, with facts of its own."""
    new = understand(text, today)
    return new is not None and new.dated and new.duty != asked.duty


def _closed(asked: Asked) -> Asked:
    return replace(asked, open="", wrong="")


def _day(asked: Asked, _: str, times: list[Mention], today: date) -> Asked | None:
    if not times:
        return None
    return checked(replace(_closed(asked), day=times[0].days), today)


def _ground(asked: Asked, clean: str, _: list[Mention], __: date) -> Asked | None:
    kind = first("grounds", clean)
    return replace(_closed(asked), kind=kind) if kind else None


def _others(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked | None:
    """All filed, more missed, or the months that were missed too."""
    if any(each.months for each in times) and one_of("answers", "missing", clean):
        more = _months(asked, clean, times, today)
        # Nothing is known of the rest yet; that somebody answers does not use up a question.
        return more and replace(more, others="", times=asked.times - 1)
    for others in ("on_time", "missing"):
        if one_of("answers", others, clean):
            return replace(_closed(asked), others=others)
    return None


def _months(asked: Asked, clean: str, times: list[Mention], today: date) -> Asked | None:
    more = [month for each in times for month in each.months] or list(recent(clean, today))
    if not more:
        return None
    months = tuple(dict.fromkeys((*asked.months, *more)))
    return replace(_closed(asked), months=months, others="on_time")


_BY_QUESTION: Mapping[Question, Callable[[Asked, str, list[Mention], date], Asked | None]] = {
    "certified": _day,
    "changed": _day,
    "published": _day,
    "failed": _day,
    "revoked": _day,
    "ground": _ground,
    "others": _others,
    "months": _months,
}
