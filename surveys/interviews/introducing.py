"""One message that tells who speaks: 我叫王晓明，办公室主任，13900001111; or 主任，13900001111."""

from __future__ import annotations

import re
from dataclasses import replace

from surveys.interviews.questionnaire import Question, Questionnaire
from surveys.interviews.understanding import Understood, understand

ABOUT_A_PERSON = ("name", "position", "phone")
_BETWEEN = re.compile(r"[,，、;；。]+|(?<=[\u4e00-\u9fff])\s+|\s+(?=[+\d(（])")
Part = tuple[Question, str, Understood]


def introduced(sheet: Questionnaire, asked: Question, text: str) -> tuple[Part, ...]:
    """What the text answers beside what is asked for; empty where it is no introduction.

    Every piece must be understood, each as one question: else nothing is taken.
    """
    pieces = [each for each in (part.strip() for part in _BETWEEN.split(text)) if each]
    about = [each for each in sheet.questions if each.kind in ABOUT_A_PERSON]
    left = [each for each in about if each.number >= asked.number]
    if asked not in left or not 2 <= len(pieces) <= len(left):
        return ()
    parts: list[Part] = []
    for piece in pieces:
        found = _answers(sheet, left, piece)
        if found is None:
            return ()
        left = [each for each in left if each != found[0]]
        parts.append(found)
    return tuple(sorted(parts, key=lambda part: part[0].number)) if asked not in left else ()


def _answers(sheet: Questionnaire, left: list[Question], piece: str) -> Part | None:
    """The question that a piece answers; a number is a telephone before it is anything else."""
    for question in sorted(left, key=lambda each: each.kind != "phone"):
        meant = understand(sheet, question, piece)
        if isinstance(meant, Understood) and meant.value:
            return question, piece, replace(meant, sure=False)
    return None
