"""Eligibility under Articles 5, 6 and 7, with Articles 27, 28 and 29."""

from knowledge.rules.eligibility.errors import WrongFacts
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.model import Assessment, Finding, Reading
from knowledge.rules.eligibility.reading import read_facts, unused_keys
from knowledge.rules.eligibility.together import as_json, assess, undecided

__all__ = [
    "Assessment",
    "Facts",
    "Finding",
    "Reading",
    "WrongFacts",
    "as_json",
    "assess",
    "read_facts",
    "undecided",
    "unused_keys",
]
