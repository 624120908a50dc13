"""The codes of a survey: grades, modes, dispositions and reasons; their words are in words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).with_name("words.yaml")


@cache
def words() -> Mapping[str, Any]:
    """Every word that this package and the record show to people."""
    content: Mapping[str, Any] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return content


class Code(StrEnum):
    """A code with the word that people read."""

    @property
    def word(self) -> str:
        return str(words()[type(self).__name__][self.value])


class Grade(Code):
    """The agreed scale; what the respondent said in free words is kept beside it."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_satisfied(self) -> bool:
        return self in (Grade.VERY_SATISFIED, Grade.SATISFIED)


class Mode(Code):
    """How a firm answered."""

    CHAT = "chat"
    WEB = "web"
    PHONE = "phone"
    VISIT = "visit"
    PAPER = "paper"
    OTHER = "other"

    @property
    def method(self) -> str:
        """The box of 测评方法 (附件1) that this mode ticks."""
        return str(words()["method_of"][self.value])


class Disposition(Code):
    """What became of a drawn firm, after AAPOR's Standard Definitions."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"
    BREAK_OFF = "break_off"
    NON_CONTACT = "non_contact"
    OTHER = "other"
    UNKNOWN = "unknown"  # whether the firm belongs to those to be asked
    NOT_ELIGIBLE = "not_eligible"
    PENDING = "pending"


class Reason(Code):
    """Why a drawn firm was replaced."""

    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    DENIES_SERVICE = "denies_service"
    PARTIAL = "partial"
    OTHER = "other"


class DrawnAs(Code):
    """What the draw made of a firm."""

    SAMPLE = "sample"
    RESERVE = "reserve"
