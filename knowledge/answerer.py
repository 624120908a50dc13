"""From a message to an answer: what it asks, which units answer, said verbatim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answer import Answer, Context
from knowledge.bank import Entry, Unanswerable, load_bank, load_unanswerable
from knowledge.beyond import missed_topic
from knowledge.composing import Composer, is_english, label
from knowledge.deciding import deciding_words
from knowledge.encoder import Encoder, load_encoder
from knowledge.errors import UnitNotFound
from knowledge.features import Measures
from knowledge.followups import leans, resolve
from knowledge.library import find_unit, load_shipped
from knowledge.naming import Named, named_units
from knowledge.ranking import WITHOUT_BANK, Weights, load_weights
from knowledge.refusing import Refuser, sentence
from knowledge.searching import Found, Search
from knowledge.splitting import questions_of
from knowledge.units import Regulation, Unit

ANSWERS_TOO = 0.12  # from this share of the score on, the second unit is quoted as well
LIKELY = 0.5  # of the score; from this share on, an item answers for the article that is named
SURELY = 0.75  # from this share on, what a message says outweighs the number it names
NEARLY = 0.6  # of the line for answering: below it the nearest unit is not worth showing
KEYWORD = 6  # characters; a message this short may name a subject and ask nothing of it
PLAUSIBLE, MOST_CHOICES = 0.4, 3  # of the best unit's share; how many are offered
_MEANINGFUL = re.compile(r"[㐀-鿿a-zA-Z]")


class Answerer:
    """Answers questions about one regulation."""

    def __init__(
        self,
        regulation: Regulation,
        search: Search,
        known: tuple[Sequence[Entry], Sequence[Unanswerable]],
        answer_from: float,
    ) -> None:
        self.regulation = regulation
        self._search = search
        self._bank, unanswerable = known
        self._answer_from = answer_from
        self._composer = Composer(regulation)
        self._refuser = Refuser(regulation, self._composer, unanswerable)

    def answer(self, message: str, context: Context | None = None) -> Answer:
        """The answer to a message in anybody's words; never raises for what people type."""
        if not _MEANINGFUL.search(message):
            return Answer("unclear", (), sentence("unclear"), 0.0, (), self._refuser.examples)
        named = named_units(self.regulation, message)
        if named.units:
            return self._named(message, named)
        if named.missing:
            return self._miscounted(named)
        context = context or Context()
        resolved = resolve(self.regulation, message, context)
        if resolved.unit:
            return self._shown((resolved.unit,), ())
        if context.units and leans(message):
            return self._one(message, self._search.find(message, resolved.question))
        return self._several(questions_of(message)) or self._one(
            message, self._search.find(message)
        )

    def show(self, name: str) -> Answer:
        """A unit by its name, verbatim."""
        try:
            return self._shown((find_unit(self.regulation, name),), ())
        except UnitNotFound as error:
            return Answer("unit_not_found", (), str(error), 0.0, (), self._refuser.examples)

    def ranked(self, question: str) -> tuple[str, ...]:
        """Ids of the nearest units, best first, whether or not they answer."""
        return self._search.find(question).units

    def _named(self, message: str, named: Named) -> Answer:
        """The units named, in the order named; what the message asks beyond them ranks after."""
        only = named.units[0] if len(named.units) == 1 else None
        found = self._search.find(named.rest) if only and named.rest else None
        if only and found and self._elsewhere_than(only, found):
            return self._corrected(message, only, found)
        if only and found and self._part_of(only, found):
            said = self._said(message, found, [self.regulation[found.units[0]]])
            return replace(said, units=_first(found.units[0], only.id, *found.units))
        return self._shown(
            named.units, self.ranked(message), part=named.part, english=is_english(message)
        )

    def _miscounted(self, named: Named) -> Answer:
        """The number that is not there; the article is shown where only its part is miscounted."""
        if named.within is None:
            return Answer("unit_not_found", (), named.missing, 0.0, (), self._refuser.examples)
        shown = self._shown((named.within,), ())
        text = f"{named.missing}\n{shown.text}"
        return replace(shown, status="unit_not_found", text=text, score=0.0, cited=())

    def _elsewhere_than(self, named: Unit, found: Found) -> bool:
        """Whether the rest of a message is surely about another article than the one it names."""
        there = self.regulation.top_of(found.units[0]) == self.regulation.top_of(named.id)
        return not there and found.sure >= self._answer_from and found.shares[0] >= SURELY

    def _part_of(self, named: Unit, found: Found) -> bool:
        """Whether the rest of a message is about one item or paragraph of the article it names."""
        likely = found.sure >= self._answer_from * NEARLY and found.shares[0] >= LIKELY
        return likely and found.units[0] in named.children

    def _corrected(self, message: str, named: Unit, found: Found) -> Answer:
        """People often remember an article by the wrong number: both, the right one first."""
        right = self.regulation[found.units[0]]
        said = self._said(message, found, [right, named])
        sentence_ = sentence("elsewhere_than_named", right=label(right.id), named=label(named.id))
        ranked = _first(right.id, named.id, *found.units)
        return replace(said, text=f"{sentence_}\n{said.text}", units=ranked)

    def _shown(
        self,
        units: tuple[Unit, ...],
        others: tuple[str, ...],
        part: int = 1,
        *,
        english: bool = False,
    ) -> Answer:
        cited = tuple(unit.id for unit in units)
        near = tuple(other for unit in units for other in unit.references)
        ranked = _first(*cited, *near, *(others or self.ranked(units[0].text)))
        text = "\n".join(
            line
            for line in (
                self._composer.plain(units[0], english=english) if len(units) == part == 1 else "",
                *(self._composer.quote(unit, (), part) for unit in units),
                self._composer.depends(units),
                self._composer.source(),
            )
            if line
        )
        onward = self._composer.next_part(units[0], part) if len(units) == 1 else ()
        return Answer("answered", ranked, text, 1.0, cited, onward)

    def _several(self, questions: tuple[str, ...]) -> Answer | None:
        """Each question of a message answered in turn; None where they are not questions apart."""
        apart = self._apart(questions)
        firsts = [found.units[0] for _, found in apart]
        sure = [found.sure >= self._answer_from for _, found in apart]
        if len(set(firsts)) < 2 or not any(sure):
            return None
        answers = [self._one(question, found, alone=False) for question, found in apart]
        said = [each for each in answers if each.status == "answered"]
        return Answer(
            "answered",
            _first(*(each.units[0] for each in said), *(u for each in answers for u in each.units)),
            self._numbered([each.text for each in answers]),
            min(each.score for each in said),
            _first(*(unit for each in answers for unit in each.cited)),
            (),
            tuple(words for each in answers for words in each.marks),
        )

    def _numbered(self, texts: list[str]) -> str:
        """Answers one below the other; the text they are from is named once, at the end."""
        source = f"\n{self._composer.source()}"
        parts = [f"{at}. {text.removesuffix(source)}" for at, text in enumerate(texts, 1)]
        return "\n\n".join(parts) + source

    def _apart(self, questions: tuple[str, ...]) -> list[tuple[str, Found]]:
        """Questions that stand alone; what does not, or asks for the same unit, joins the last.

        What the text is known not to say stands alone too, to be refused beside the answers.
        """
        apart: list[tuple[str, Found]] = []
        for question in questions if len(questions) > 1 else ():
            found = self._search.find(question)
            leans = found.sure < self._answer_from and not missed_topic(question)
            if apart and (leans or found.units[0] == apart[-1][1].units[0]):
                question = f"{apart[-1][0]}，{question}"
                apart[-1] = question, self._search.find(question)
            else:
                apart.append((question, found))
        return apart

    def _one(self, question: str, found: Found, *, alone: bool = True) -> Answer:
        """The answer to one question, which may be one of several in a message."""
        if found.sure < self._answer_from:
            near = found.sure >= NEARLY * self._answer_from
            return self._refuser.refuse(
                question, found.units, found.sure, found.nearness.refused, near=near
            )
        choices = self._choices(question, found) if alone else ()
        if len(choices) > 1:
            return self._asked_back(question, found, choices)
        too = found.shares[1] >= ANSWERS_TOO
        units = [self.regulation[unit] for unit in found.units[: 2 if too else 1]]
        return self._said(question, found, units)

    def _choices(self, question: str, found: Found) -> tuple[str, ...]:
        """Units of different articles between which a message of a word or two does not decide."""
        if len(_MEANINGFUL.findall(question)) > KEYWORD:
            return ()
        likely = [
            unit
            for unit, share in zip(found.units, found.shares, strict=True)
            if share >= PLAUSIBLE * found.shares[0]
        ]
        firsts = {self.regulation.top_of(unit): unit for unit in reversed(likely)}
        return tuple(unit for unit in likely if unit in firsts.values())[:MOST_CHOICES]

    def _asked_back(self, question: str, found: Found, choices: tuple[str, ...]) -> Answer:
        """One question in return, with a button for each unit that may be meant."""
        lines = [sentence("choose", question=question.strip())]
        for number, unit_id in enumerate(choices, 1):
            plain = self._composer.plain(self.regulation[unit_id])
            lines.append(f"{number}. {label(unit_id)}：{plain}" if plain else label(unit_id))
        return Answer("unclear", found.units, "\n".join(lines), found.sure, (), choices)

    def _said(self, question: str, found: Found, units: list[Unit]) -> Answer:
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
            "\n".join(line for line in lines if line),
            found.sure,
            tuple(unit.id for unit in units),
            elsewhere,
            tuple(words for each in marks for words in each),
        )

    def _elsewhere(self, word: str, shown: list[Unit]) -> tuple[str, ...]:
        """Where else the text has a word that is the whole message, such as 撤销."""
        if len(_MEANINGFUL.findall(word)) > KEYWORD:
            return ()
        articles = {self.regulation.top_of(unit.id) for unit in shown}
        others = (
            unit.id
            for unit in self.regulation.citable()
            if not unit.children
            and word.strip() in unit.text
            and self.regulation.top_of(unit.id) not in articles
        )
        return tuple(others)[:MOST_CHOICES]


def _first(*units: str) -> tuple[str, ...]:
    """Ranked units, each where it comes first."""
    return tuple(dict.fromkeys(units))


def load_answerer(
    embedding_model: str = "",
    known: tuple[Sequence[Entry], Sequence[Unanswerable]] = ((), ()),
) -> Answerer:
    """The answerer of the shipped regulation, with the shipped or another encoder.

    `known` are questions of this installation, answerable and not, beside the shipped ones.
    """
    bank = (*load_bank(), *known[0]), (*load_unanswerable(), *known[1])
    return _answerer(load_shipped(), bank, load_weights(), load_encoder(embedding_model))


def answerer_of(regulation: Regulation, embedding_model: str = "") -> Answerer:
    """The answerer of a regulation nobody wrote questions for."""
    weights = load_weights(WITHOUT_BANK)
    return _answerer(regulation, ((), ()), weights, load_encoder(embedding_model))


def _answerer(
    regulation: Regulation,
    known: tuple[Sequence[Entry], Sequence[Unanswerable]],
    weights: Weights,
    encoder: Encoder,
) -> Answerer:
    refused = [each.question for each in known[1]]
    search = Search(Measures(regulation, known[0], refused, encoder), weights)
    return Answerer(regulation, search, known, weights.answer_from)
