"""Deadlines of the regulation: Articles 12, 14, 17, 18, 20, 21 and 22."""

from knowledge.rules.deadlines.facts import Facts
from knowledge.rules.deadlines.model import Deadline, Reading
from knowledge.rules.deadlines.reading import WrongFacts, read_facts, unused_keys
from knowledge.rules.deadlines.together import as_json, deadlines, needs_attention

__all__ = [
    "Deadline",
    "Facts",
    "Reading",
    "WrongFacts",
    "as_json",
    "deadlines",
    "needs_attention",
    "read_facts",
    "unused_keys",
]
