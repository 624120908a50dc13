"""What a person's words mean on the agreed scale, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from surveys.interviews.lexicon import Entry, block, clauses, entries_in, folded
from surveys.interviews.questionnaire import Questionnaire, shipped
from surveys.interviews.scores import score_in

Sure = Literal["sure", "likely", "unclear"]
_NOTHING = re.compile("(?!)")
LONGEST = 200  # letters; a longer text says more than one grade


@dataclass(frozen=True)
class Graded:
    """The words, their grade or None, and how sure that is.

    sure: the words are a grade themselves; likely: a reading of ours, which is read back;
    unclear: `ask` names the sentence that asks again, `among` the grades that it may be.
    """

    words: str
    grade: str | None
    sure: Sure
    ask: str = ""
    among: tuple[str, ...] = ()


def grade(words: str, part: str = "", questionnaire: Questionnaire | None = None) -> Graded:
    """The grade that the words give the part of the service that is asked about."""
    scale = questionnaire or shipped()
    text = folded(words)
    named = text.strip("。.,，!！「」“”\"'~")
    if named in (*scale.scale, scale.not_applicable):
        return Graded(words, named, "sure")
    if len(text) > LONGEST:
        return Graded(words, None, "unclear", "long")
    if why := block(clauses(words)) or ("question" if "?" in text else ""):
        return Graded(words, None, "unclear", why)
    return _weighed(words, part, scale)


def _weighed(words: str, part: str, scale: Questionnaire) -> Graded:
    score = score_in(folded(words), scale.bands)
    if score and not score.grades:
        return Graded(words, None, "unclear", "range")
    if score and len(score.grades) > 1:
        return Graded(words, None, "unclear", "base", score.grades)
    found = entries_in(clauses(words))
    if score:
        found = (*found, _scored(score.grades[0]))
    return _agreed(words, found, part, scale)


def _scored(name: str) -> Entry:
    return Entry(words=_NOTHING, grade=name)


def _agreed(words: str, found: Sequence[Entry], part: str, scale: Questionnaire) -> Graded:
    """One grade where all that was said points one way."""
    graded = [each for each in found if each.grade and each.grade != scale.not_applicable]
    firm = [each for each in graded if not each.soft]
    if len({_side(each.grade, scale) for each in firm}) > 1:
        return Graded(words, None, "unclear", "two")
    if firm and any(_against(soft, firm[0], scale) for soft in graded if soft.soft):
        return Graded(words, None, "unclear", "two")
    if asking := next((each for each in found if each.ask and not firm), None):
        return Graded(words, None, "unclear", "among", asking.ask)
    fitting = [each for each in firm or graded if _fits(each, part)]
    if fitting:
        return _strongest(words, fitting, scale)
    if graded:
        return Graded(words, None, "unclear", "other_part")
    if any(each.grade == scale.not_applicable and _fits(each, part) for each in found):
        return Graded(words, scale.not_applicable, "likely")
    return Graded(words, None, "unclear", "words")


def _strongest(words: str, fitting: Sequence[Entry], scale: Questionnaire) -> Graded:
    """The grade in its own words, else the strongest; two such grades are asked about."""
    labels = {each.grade for each in fitting if each.label}
    if len(labels) > 1 and (last := _of_the_whole(words)):
        return _strongest(words, last, scale)
    if len(labels) > 1:
        return Graded(words, None, "unclear", "among", tuple(sorted(labels, key=scale.scale.index)))
    middle = len(scale.scale) // 2
    chosen = labels or {each.grade for each in fitting}
    best = max(chosen, key=lambda name: abs(scale.scale.index(name) - middle))
    return Graded(words, best, "likely")


def _of_the_whole(words: str) -> list[Entry]:
    """What is said after 总体; nothing where that is not said."""
    _, said, rest = clauses(words).partition("总体")
    return [each for each in entries_in(rest) if each.grade] if said else []


def _side(name: str, scale: Questionnaire) -> int:
    place, middle = scale.scale.index(name), len(scale.scale) // 2
    return (place > middle) - (place < middle)


def _against(soft: Entry, firm: Entry, scale: Questionnaire) -> bool:
    """还行 beside praise is praise; beside blame it is two things."""
    return _side(soft.grade, scale) == 0 and _side(firm.grade, scale) > 0


def _fits(entry: Entry, part: str) -> bool:
    return not entry.about or not part or entry.about == part
