"""The form of an interview that staff held: its fields as the words that were said."""

from __future__ import annotations

from collections.abc import Mapping

from bot.console.campaigns.visits import lines, typed
from bot.console.page import Visit
from surveys.interviews.entry import CONFIRM, REASON
from surveys.interviews.questionnaire import Question, Questionnaire

SKIPPED, CONFIRMED = "跳过", "确认"


def answers(visit: Visit, sheet: Questionnaire) -> dict[str, str]:
    """What was filled in, by question; what was left empty is not there."""
    words = {each.id: _words(visit, each) for each in sheet.questions}
    given = {id: said for id, said in words.items() if said}
    if given and (reason := typed(visit, REASON)):
        given[REASON] = reason
    if typed(visit, CONFIRM):
        given[CONFIRM] = CONFIRMED
    return given


def as_typed(visit: Visit) -> Mapping[str, list[str]]:
    """The form again, for who has to mend it."""
    return {
        name: [each for each in visit.form.getlist(name) if isinstance(each, str)]
        for name in visit.form
    }


def _words(visit: Visit, question: Question) -> str:
    field = f"q_{question.id}"
    if typed(visit, f"skip_{question.id}"):
        return SKIPPED
    if question.kind == "several":
        ticked = [each for each in visit.form.getlist(field) if isinstance(each, str)]
        return "、".join([*ticked, *lines(visit, f"{field}_other")])
    if question.kind == "own_words":
        return " ".join(lines(visit, field))
    return typed(visit, field)
