"""Deadlines asked about in a sentence: what is asked, what is missing, and the reply."""

from knowledge.rules.deadline_talk.answers import answered
from knowledge.rules.deadline_talk.kept import from_text, to_text
from knowledge.rules.deadline_talk.model import Asked, Platform, Said
from knowledge.rules.deadline_talk.replies import reply
from knowledge.rules.deadline_talk.understanding import (
    names_duty,
    understand,
    understand_after,
    understand_more,
)

__all__ = [
    "Asked",
    "Platform",
    "Said",
    "answered",
    "from_text",
    "names_duty",
    "reply",
    "to_text",
    "understand",
    "understand_after",
    "understand_more",
]
