"""What can be wrong with the facts about an applicant."""

from __future__ import annotations

from knowledge.errors import KnowledgeError
from knowledge.rules.eligibility.facts import Facts


class WrongFacts(KnowledgeError):
    """The facts contradict each other or cannot be; the sentence lists every contradiction.

    `rest` are the facts that are not in question, None where nothing could be read.
    """

    def __init__(self, sentence: str, rest: Facts | None = None) -> None:
        super().__init__(sentence)
        self.rest = rest
