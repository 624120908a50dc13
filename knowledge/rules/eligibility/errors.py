"""What can be wrong with the facts about an applicant."""

from __future__ import annotations

from knowledge.errors import KnowledgeError


class WrongFacts(KnowledgeError):
    """The facts contradict each other or cannot be; the sentence lists every contradiction."""
