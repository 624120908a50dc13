"""Sentences of the page: wording.yaml, else the questionnaire's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from surveys.interviews.questionnaire import Question, Questionnaire

WORDING = Path(__file__).with_name("wording.yaml")


@cache
def wording() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return loaded


def says(section: str, key: str, /, **fields: object) -> str:
    return str(wording()[section][key]).format(**fields)


def asked(sheet: Questionnaire, question: Question) -> Mapping[str, str]:
    """`ask` and `hint` of a question; an unknown version is asked in the questionnaire's words."""
    version = f"{sheet.id}/{sheet.version}"
    known: Mapping[str, str] = wording()["questions"].get(version, {}).get(question.id, {})
    return {"ask": question.ask, "hint": "", **known}


def told_wrong(question: Question, came: str) -> str:
    """What is written beside the field of a question that was not understood."""
    section = wording()["wrong"]
    by_kind: Mapping[str, str] = section.get(question.kind, {})
    return by_kind.get(came) or str(section["any"][came])
