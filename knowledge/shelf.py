"""Several regulations side by side: which one a message is about, and its answer from there.

What names no other regulation is about the shipped one. Units of another are cited as
`<key>/<unit>`, so that nobody takes one text's 第五条 for another's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.answer import Answer, Context
from knowledge.answerer import Answerer
from knowledge.units import Regulation

_BRACKETS = re.compile(r"（[^）]*）|\([^)]*\)")
_EARLIER = re.compile(r"(?:旧|老|原|以前的|现行|20\d\d年?(?:的|版|版的)?)(?:管理)?办法")


class Shelf:
    """Answers from the shipped regulation, or from another that a message names."""

    def __init__(
        self,
        shipped: Answerer,
        others: Sequence[Regulation],
        make: Callable[[Regulation], Answerer],
    ) -> None:
        self.shipped = shipped
        self._others = {each.key: each for each in others}
        self._make = make
        self._made: dict[str, Answerer] = {}

    def answer(self, message: str, context: Context | None = None) -> Answer:
        """The answer from the regulation that the message, or what it leans on, is about."""
        context = context or Context()
        key, question = self._named(message)
        if not key:
            key, question = _key_of(context.units), message
        if key not in self._others:
            return self.shipped.answer(message, context)
        units = tuple(unit.partition("/")[2] for unit in context.units if _key_of((unit,)) == key)
        answer = self._of(key).answer(question, Context(context.question, units))
        return replace(answer, cited=tuple(f"{key}/{unit}" for unit in answer.cited))

    def show(self, name: str) -> Answer:
        """A unit by its name, verbatim; `<key>/<unit>` for one of another regulation."""
        key = _key_of((name,))
        if key not in self._others:
            return self.shipped.show(name)
        answer = self._of(key).show(name.partition("/")[2])
        return replace(answer, cited=tuple(f"{key}/{unit}" for unit in answer.cited))

    def _of(self, key: str) -> Answerer:
        if key not in self._made:
            self._made[key] = self._make(self._others[key])
        return self._made[key]

    def _named(self, message: str) -> tuple[str, str]:
        """Key of the other regulation that a message names, and what it asks of it."""
        if self.shipped.regulation.name in message:
            return "", message
        for regulation in sorted(self._others.values(), key=lambda each: -len(each.name)):
            for name in (regulation.name, _core(regulation)):
                if name in message:
                    return regulation.key, message.replace(name, "").replace("《》", "")
        earlier = _EARLIER.search(message)
        versions = [e for e in self._others.values() if _core(e) == _core(self.shipped.regulation)]
        if earlier and len(versions) == 1:
            return versions[0].key, message.replace(earlier[0], "")
        return "", message


def _core(regulation: Regulation) -> str:
    """A name without what it says in brackets of the version."""
    return _BRACKETS.sub("", regulation.name)


def _key_of(units: Sequence[str]) -> str:
    key, slash, _ = (units[0] if units else "").partition("/")
    return key if slash else ""
