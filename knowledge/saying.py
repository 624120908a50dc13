"""What is said of units that were found: quoted, marked, offered, or one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.answer import Answer
from knowledge.bank import Entry
from knowledge.composing import Composer, is_english, label
from knowledge.deciding import deciding_words
from knowledge.refusing import sentence
from knowledge.searching import Found
from knowledge.units import Regulation, Unit

KEYWORD = 6  # characters; a message this short may name a subject and ask nothing of it
PLAUSIBLE, MOST_CHOICES = 0.4, 3  # of the best unit's share; how many are offered


class Sayer:
    """Answers about one regulation, composed; `bank` lends the words that decide."""

    def __init__(self, regulation: Regulation, composer: Composer, bank: Sequence[Entry]) -> None:
        self._regulation = regulation
        self._composer = composer
        self._bank = bank

    def shown(
        self,
        units: tuple[Unit, ...],
        others: Sequence[str],
        part: int = 1,
        *,
        english: bool = False,
    ) -> Answer:
        """Units that were asked for by name, verbatim; `others` rank after them."""
        cited = tuple(unit.id for unit in units)
        near = tuple(other for unit in units for other in unit.references)
        lines = (
            self._composer.plain(units[0], english=english) if len(units) == part == 1 else "",
            *(self._composer.quote(unit, (), part) for unit in units),
            self._composer.depends(units),
            self._composer.source(),
        )
        onward = self._composer.next_part(units[0], part) if len(units) == 1 else ()
        return Answer("answered", first(*cited, *near, *others), _joined(lines), 1.0, cited, onward)

    def chapter(self, number: str) -> Answer:
        """What a chapter is about: each of its articles in a plain sentence."""
        articles = [
            unit for unit in self._regulation.of_kind("article") if unit.chapter.startswith(number)
        ]
        ids = tuple(unit.id for unit in articles)
        lines = (
            f"{articles[0].chapter}：{ids[0]}到{ids[-1]}。说条号可以看原文。",
            *(f"{unit.id}　{self._composer.plain(unit)}".strip() for unit in articles),
            self._composer.source(),
        )
        return Answer("answered", ids, _joined(lines), 1.0, ids)

    def said(self, question: str, found: Found, units: list[Unit]) -> Answer:
        """A plain sentence, the units verbatim with their deciding words, and the source."""
        asked = found.nearness.asked
        marks = [deciding_words(question, unit, self._bank, asked) for unit in units]
        elsewhere = self._elsewhere(question, units)
        lines = (
            self._composer.plain(units[0], english=is_english(question)),
            *(self._composer.quote(u, m) for u, m in zip(units, marks, strict=True)),
            self._composer.depends(units),
            sentence("elsewhere", word=question.strip()) if elsewhere else "",
            self._composer.source(),
        )
        return Answer(
            "answered",
            found.units,
            _joined(lines),
            found.sure,
            tuple(unit.id for unit in units),
            elsewhere,
            tuple(words for each in marks for words in each),
        )

    def choices(self, question: str, found: Found) -> tuple[str, ...]:
        """Units of different articles between which a message of a word or two does not decide."""
        if meaningful(question) > KEYWORD:
            return ()
        likely = [
            unit
            for unit, share in zip(found.units, found.shares, strict=True)
            if share >= PLAUSIBLE * found.shares[0]
        ]
        firsts = {self._regulation.top_of(unit): unit for unit in reversed(likely)}
        return tuple(unit for unit in likely if unit in firsts.values())[:MOST_CHOICES]

    def asked_back(self, question: str, found: Found, choices: tuple[str, ...]) -> Answer:
        """One question in return, with a button for each unit that may be meant."""
        lines = [sentence("choose", question=question.strip())]
        for number, unit_id in enumerate(choices, 1):
            plain = self._composer.plain(self._regulation[unit_id])
            lines.append(f"{number}. {label(unit_id)}：{plain}" if plain else label(unit_id))
        return Answer("unclear", found.units, "\n".join(lines), found.sure, (), choices)

    def together(self, answers: Sequence[Answer]) -> Answer:
        """One answer to a message with several questions; at least one of them is answered."""
        said = [each for each in answers if each.status == "answered"]
        return Answer(
            "answered",
            first(*(each.units[0] for each in said), *(u for each in answers for u in each.units)),
            self._numbered([each.text for each in answers]),
            min(each.score for each in said),
            first(*(unit for each in answers for unit in each.cited)),
            (),
            tuple(words for each in answers for words in each.marks),
        )

    def _numbered(self, texts: list[str]) -> str:
        """Answers one below the other; the text they are from is named once, at the end."""
        source = f"\n{self._composer.source()}"
        parts = [f"{at}. {text.removesuffix(source)}" for at, text in enumerate(texts, 1)]
        return "\n\n".join(parts) + source

    def _elsewhere(self, word: str, shown: list[Unit]) -> tuple[str, ...]:
        """Where else the text has a word that is the whole message, such as 撤销."""
        if meaningful(word) > KEYWORD:
            return ()
        articles = {self._regulation.top_of(unit.id) for unit in shown}
        others = (
            unit.id
            for unit in self._regulation.citable()
            if not unit.children
            and word.strip() in unit.text
            and self._regulation.top_of(unit.id) not in articles
        )
        return tuple(others)[:MOST_CHOICES]


def first(*units: str) -> tuple[str, ...]:
    """Ranked units, each where it comes first."""
    return tuple(dict.fromkeys(units))


def meaningful(message: str) -> int:
    """How many characters of a message can mean something: Han and Latin letters."""
    return sum("㐀" <= each <= "鿿" or (each.isascii() and each.isalpha()) for each in message)


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
