"""What people ask beside the text (`beyond.yaml`): near misses, and rules of another name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.normalise import normalise

FILE = Path(__file__).with_name("beyond.yaml")


@dataclass(frozen=True)
class Topic:
    """What the regulation leaves unsaid, in its noun phrase, and the unit nearest to it."""

    lacks: str
    closest: str
    said: re.Pattern[str]


def missed_topic(question: str) -> Topic | None:
    """The first topic that the question speaks of although the text does not."""
    spelled = normalise(question)
    return next((topic for topic in _topics() if topic.said.search(spelled)), None)


def is_beyond(question: str) -> bool:
    """Whether a question speaks of what the text is known not to say, or of another rule."""
    return missed_topic(question) is not None or bool(other_rule(question))


def topic_of(lacks: str) -> Topic:
    """The topic of that noun phrase."""
    return next(topic for topic in _topics() if topic.lacks == lacks)


def other_rule(question: str) -> str:
    """The words by which the question names another rule or programme; empty if none."""
    found = _others().search(normalise(question))
    return found[0] if found else ""


@cache
def _topics() -> tuple[Topic, ...]:
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["topics"]
    return tuple(
        Topic(row["lacks"], row["closest"], re.compile("|".join(row["said"]))) for row in rows
    )


@cache
def _others() -> re.Pattern[str]:
    return re.compile("|".join(yaml.safe_load(FILE.read_text(encoding="utf-8"))["others"]))
