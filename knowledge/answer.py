"""What is said to a person, as every channel and command gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal[
    "answered",
    "not_in_text",
    "near_miss",
    "unclear",
    "small_talk",
    "about_another_rule",
    "unit_not_found",
]


@dataclass(frozen=True)
class Answer:
    """A typed answer.

    `units` are ranked, best first; `cited` are those whose words the text quotes; `marks`
    are the words of them that decide; `suggestions` are questions to offer; `score` is the
    probability, 0 to 1, that the regulation answers.
    """

    status: Status
    units: tuple[str, ...]
    text: str
    score: float
    cited: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What the conversation was about: the last question that was answered, and its units."""

    question: str = ""
    units: tuple[str, ...] = ()
