"""Grades given as numbers: 95分, 4/5, 八成, 百分之九十五, 四颗星, 十分制打八分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from knowledge.rules.spoken import spoken

_N = r"[\d零〇一二两三四五六七八九十百]+(?:\.\d+)?"
_LEAD = (
    "(?:我们?|就|总体|整体|总的|满意度|满意率|评分|分数|打分|得分|大概|大约|差不多|可以|应该|那"
    "|最多|起码)*(?:能?给|能?打|评|是|有|选|为)*个?"
)
_TAIL = "(?:吧|了|左右|的|啊|呀|哦|样子|满意度|大概|差不多|好评)*"
_POINT = re.compile("(?<=[零〇一二两三四五六七八九十])点(?=[零〇一二三四五六七八九])")
_BASE = re.compile(
    rf"(?:(?:满分|总分)(?:是|为)?(?P<full>{_N})分?(?:的话)?|(?P<made>{_N})分制)[,，]*"
)
_STARS = re.compile("^[★⭐🌟]+$")
_FORMS = (
    (re.compile(rf"{_LEAD}百分之(?P<n>{_N}){_TAIL}"), 100),
    (re.compile(rf"{_LEAD}(?P<n>{_N})%{_TAIL}"), 100),
    (re.compile(rf"{_LEAD}(?P<n>{_N})(?:颗|个)?星{_TAIL}"), 5),
    (re.compile(rf"{_LEAD}(?P<n>[一二两三四五六七八九\d])成{_TAIL}"), 10),
    (re.compile(rf"{_LEAD}(?P<n>{_N})/(?P<of>5|10|100)分?{_TAIL}"), 0),
)
_PLAIN = re.compile(rf"{_LEAD}(?P<n>{_N})(?:分|昏)?{_TAIL}")
_FULL = re.compile(f"{_LEAD}满分{_TAIL}")
_NUMBER = re.compile(rf"-?\d+(?:\.\d+)?(?:分|%|$)|{_N}分(?!之|制)")
_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")
_BASES = (5, 10, 100)


@dataclass(frozen=True)
class Score:
    """The grades that a number may mean: one, or several where its base is not said; none, if it
    is beyond every base."""

    grades: tuple[str, ...]


def score_in(text: str, bands: Mapping[str, int]) -> Score | None:
    """The score that a folded text gives; None where it gives none."""
    text = _POINT.sub(".", text)
    text = re.sub(
        r"[零〇一二两三四五六七八九]+(?=\.)|(?<=\.)[零〇一二两三四五六七八九]+", _figures, text
    )
    if _STARS.match(text):
        return _score(Fraction(len(text)), (5,), bands)
    found = [
        each
        for part in re.split("[,，、;；!！。]", text.strip("。."))
        for each in _read(part, bands)
    ]
    whole = list(_read(text.strip("。.,，!！"), bands))
    found = whole or found
    if not found:
        return Score(()) if _NUMBER.fullmatch(text) else None
    grades = tuple(dict.fromkeys(grade for each in found for grade in each.grades))
    return Score(grades)


def grade_of(percent: Fraction, bands: Mapping[str, int]) -> str:
    """The grade of the highest band that the percentage reaches."""
    reached = [(least, grade) for grade, least in bands.items() if percent >= least]
    return max(reached)[1]


def _read(text: str, bands: Mapping[str, int]) -> Iterator[Score]:
    if _FULL.fullmatch(text):
        yield _score(Fraction(1), (1,), bands)
        return
    if base := _BASE.search(text):
        rest = _BASE.sub("", text)
        of = spoken(base["full"] or base["made"])
        number = _plain(rest)
        if number is not None and of in _BASES:
            yield _score(number, (int(of),), bands)
        return
    for form, of_base in _FORMS:
        if (found := form.fullmatch(text)) and (value := spoken(found["n"])) is not None:
            of_it = of_base or int(found["of"])
            yield _score(value, (of_it,), bands)
            return
    number = _plain(text)
    if number is not None:
        yield _score(number, _bases(number), bands)


def _plain(text: str) -> Fraction | None:
    found = _PLAIN.fullmatch(text)
    return spoken(found["n"]) if found else None


def _bases(number: Fraction) -> tuple[int, ...]:
    """Up to five it may be of five or of ten; above ten it is of a hundred."""
    if number <= _BASES[0]:
        return _BASES[:2]
    return (10,) if number <= 10 else (100,)


def _score(number: Fraction, bases: tuple[int, ...], bands: Mapping[str, int]) -> Score:
    if number > max(bases):
        return Score(())
    grades = (grade_of(number * 100 / base, bands) for base in bases)
    return Score(tuple(dict.fromkeys(grades)))


def _figures(found: re.Match[str]) -> str:
    return found[0].translate(_DIGITS)
