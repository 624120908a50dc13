"""The reply to what is asked: computed where the facts are known, else one short question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.rules.deadline_talk.event_replies import (
    ban,
    change,
    publicity,
    rectification,
    undecided,
    unlisted,
    validity,
)
from knowledge.rules.deadline_talk.filing_replies import (
    annual,
    missed,
    monthly,
    not_due,
    so_far,
    worst,
)
from knowledge.rules.deadline_talk.model import (
    MOST_QUESTIONS,
    Asked,
    Duty,
    Platform,
    Question,
    Said,
)
from knowledge.rules.deadline_talk.telling import quoted
from knowledge.rules.deadline_talk.wording import buttons, months_shown, says
from knowledge.rules.deadlines.sources import unit
from knowledge.rules.eligibility.days import Days

Lead = tuple[list[str], tuple[str, ...]]
_DAY_OF: Mapping[Duty, Question] = {
    "change": "changed",
    "validity": "certified",
    "publicity": "published",
    "rectification": "failed",
    "ban": "revoked",
}


def reply(asked: Asked, today: date, platform: Platform | None = None) -> Said:
    """What is said; with `question` where a fact is missing that the asker may know."""
    asked = _on_record(asked, platform or Platform())
    question = _missing(asked, today, platform or Platform())
    if question and question not in asked.unknown and asked.times < MOST_QUESTIONS:
        return _ask(asked, question, today, platform or Platform())
    answer = _BY_DUTY[asked.duty](replace(asked, wrong=""), today, platform or Platform())
    if asked.wrong:
        return replace(answer, text=f"{asked.wrong}\n{answer.text}")
    return answer


def _on_record(asked: Asked, platform: Platform) -> Asked:
    """The certification on record, unless the asker gives another day."""
    if asked.duty != "validity" or asked.day or asked.done:
        return asked
    day, end = platform.certified_on, platform.valid_until
    return replace(asked, day=Days(day, day) if day else None, done=Days(end, end) if end else None)


def _missing(asked: Asked, today: date, platform: Platform) -> Question:
    if asked.duty == "missed":
        return _missing_months(asked, today, platform)
    question = _DAY_OF.get(asked.duty)
    if question is None or (asked.duty == "validity" and asked.done):
        return ""
    if asked.wrong or asked.day is None or undecided(asked, today):
        return question
    return "ground" if asked.duty == "ban" and not asked.kind else ""


def _missing_months(asked: Asked, today: date, platform: Platform) -> Question:
    if not asked.wrong and (platform.filed or not_due(asked.months, today)):
        return ""
    told = asked.months or asked.count or asked.scattered
    if asked.wrong or not told or asked.others == "missing":
        return "months"
    if not asked.months or asked.others or worst(asked, today, platform):
        return ""
    return "others"


def _ask(asked: Asked, question: Question, today: date, platform: Platform) -> Said:
    """What does not hang on the missing fact, then the question."""
    words = says("questions", question, months=months_shown(asked.months))
    lead, units = _lead(asked, today, platform) if question != "months" else ([], ())
    lines = [*lead, asked.wrong + words]
    waiting = replace(asked, open=question, times=asked.times + 1, wrong="")
    return Said("\n".join(lines), units, waiting, buttons(question), question)


def _lead(asked: Asked, today: date, platform: Platform) -> Lead:
    if asked.times or asked.wrong:
        return [], ()
    if asked.duty == "missed" and asked.months:
        lines, units = so_far(asked, today, platform)
        return [*lines, quoted(units), says("closing", "draft")], units
    if asked.duty == "change" and not asked.day:
        units = ("第十八条第一款", unit("change_report"))
        more = says("change", "suspended")
        if unlisted(asked):
            more = says("change", "unclear", kind=asked.kind)
        return [says("change", "who"), more, quoted(units)], units
    if asked.aspect == "accused":
        units = ("第十二条第二款",)
        return [says("publicity", "accused"), quoted(units)], units
    return [], ()


_BY_DUTY: Mapping[Duty, Callable[[Asked, date, Platform], Said]] = {
    "monthly": monthly,
    "missed": missed,
    "change": change,
    "validity": validity,
    "publicity": publicity,
    "rectification": rectification,
    "annual": annual,
    "ban": ban,
}
