"""From a message to an answer: what it asks, which units answer, said verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answer import Answer, Context, Status
from knowledge.bank import Entry, Unanswerable, load_bank, load_unanswerable
from knowledge.beyond import missed_topic
from knowledge.composing import Composer, is_english, label
from knowledge.encoder import Encoder, load_encoder
from knowledge.errors import UnitNotFound
from knowledge.features import Measures
from knowledge.followups import leans, resolve, says_nothing_itself
from knowledge.library import find_unit, load_shipped
from knowledge.naming import Named, named_elsewhere, named_units
from knowledge.prepared import remembering
from knowledge.ranking import WITHOUT_BANK, Weights, load_weights
from knowledge.refusing import Refuser, sentence
from knowledge.saying import Sayer, first, meaningful
from knowledge.searching import Found, Search
from knowledge.splitting import questions_of
from knowledge.units import Regulation, Unit

ANSWERS_TOO = 0.12  # from this share of the score on, the second unit is quoted as well
LIKELY = 0.5  # of the score; from this share on, an item answers for the article that is named
SURELY = 0.75  # from this share on, what a message says outweighs the number it names
NEARLY = 0.6  # of the line for answering: below it the nearest unit is not worth showing


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
        self._answer_from = answer_from
        bank, unanswerable = known
        composer = Composer(regulation)
        self._sayer = Sayer(regulation, composer, bank)
        self._refuser = Refuser(regulation, composer, unanswerable)

    def answer(self, message: str, context: Context | None = None) -> Answer:
        """The answer to a message in anybody's words; never raises for what people type."""
        if not meaningful(message):
            return self._unread("unclear", sentence("unclear"))
        other = named_elsewhere(message) if self.regulation.is_shipped else ""
        if other:
            return self._refuser.elsewhere(message, other, self.ranked(message))
        named = named_units(self.regulation, message)
        if named.chapter:
            return self._sayer.chapter(named.chapter)
        if named.units:
            return self._named(message, named)
        if named.missing:
            return self._miscounted(named)
        context = context or Context()
        if not context.units and says_nothing_itself(message):
            return self._unread("unclear", sentence("unclear"))
        resolved = resolve(self.regulation, message, context)
        if resolved.unit:
            return self._shown(resolved.unit, english=is_english(message))
        if context.units and leans(message):
            return self._one(message, self._search.find(message, resolved.question))
        return self._several(questions_of(message)) or self._one(
            message, self._search.find(message)
        )

    def show(self, name: str) -> Answer:
        """A unit by its name, verbatim."""
        try:
            return self._shown(find_unit(self.regulation, name))
        except UnitNotFound as error:
            return self._unread("unit_not_found", str(error))

    def ranked(self, question: str) -> tuple[str, ...]:
        """Ids of the nearest units, best first, whether or not they answer."""
        return self._search.find(question).units

    def _unread(self, status: Status, says: str) -> Answer:
        return Answer(status, (), says, 0.0, (), self._refuser.examples)

    def _shown(self, unit: Unit, *, english: bool = False) -> Answer:
        return self._sayer.shown((unit,), self.ranked(unit.text), english=english)

    def _named(self, message: str, named: Named) -> Answer:
        """The units named, in the order named; what the message asks beyond them ranks after."""
        only = named.units[0] if len(named.units) == 1 else None
        found = self._search.find(named.rest) if only and named.rest else None
        if only and found:
            unsure = found.sure < self._answer_from
            if unsure and self._refuser.surely(named.rest, found.nearness.refused):
                return self._refused(named.rest, found)
            if self._elsewhere_than(only, found):
                return self._corrected(message, only, found)
            if self._part_of(only, found):
                said = self._sayer.said(message, found, [self.regulation[found.units[0]]])
                return replace(said, units=first(found.units[0], only.id, *found.units))
        others, english = self.ranked(message), is_english(message)
        return self._sayer.shown(named.units, others, named.part, english=english)

    def _miscounted(self, named: Named) -> Answer:
        """The number that is not there; the article is shown where only its part is miscounted."""
        if named.within is None:
            return self._unread("unit_not_found", named.missing)
        shown = self._shown(named.within)
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
        said = self._sayer.said(message, found, [right, named])
        sentence_ = sentence("elsewhere_than_named", right=label(right.id), named=label(named.id))
        ranked = first(right.id, named.id, *found.units)
        return replace(said, text=f"{sentence_}\n{said.text}", units=ranked)

    def _several(self, questions: tuple[str, ...]) -> Answer | None:
        """Each question of a message answered in turn; None where they are not questions apart."""
        apart = self._apart(questions)
        firsts = {found.units[0] for _, found in apart}
        if len(firsts) < 2 or all(found.sure < self._answer_from for _, found in apart):
            return None
        answers = [self._one(question, found, alone=False) for question, found in apart]
        return self._sayer.together(answers)

    def _apart(self, questions: tuple[str, ...]) -> list[tuple[str, Found]]:
        """Questions that stand alone; what does not, or asks for the same unit, joins the last.

        What the text is known not to say stands alone too, to be refused beside the answers.
        """
        apart: list[tuple[str, Found]] = []
        for question in questions if len(questions) > 1 else ():
            found = self._search.find(question)
            joins = found.sure < self._answer_from and not missed_topic(question)
            if apart and (joins or found.units[0] == apart[-1][1].units[0]):
                question = f"{apart[-1][0]}，{question}"
                apart[-1] = question, self._search.find(question)
            else:
                apart.append((question, found))
        return apart

    def _one(self, question: str, found: Found, *, alone: bool = True) -> Answer:
        """The answer to one question, which may be one of several in a message."""
        if found.sure < self._answer_from:
            return self._refused(question, found)
        choices = self._sayer.choices(question, found) if alone else ()
        if len(choices) > 1:
            return self._sayer.asked_back(question, found, choices)
        too = found.shares[1] >= ANSWERS_TOO
        units = [self.regulation[unit] for unit in found.units[: 2 if too else 1]]
        return self._sayer.said(question, found, units)

    def _refused(self, question: str, found: Found) -> Answer:
        near = found.sure >= NEARLY * self._answer_from
        alike = found.nearness.refused
        return self._refuser.refuse(question, found.units, found.sure, alike, near=near)


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
    search = Search(Measures(regulation, known[0], refused, remembering(encoder)), weights)
    return Answerer(regulation, search, known, weights.answer_from)
