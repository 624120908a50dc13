"""How near a question is to each unit: eight measures, each of its own kind.

Words, sounds and meaning are compared with the clause itself and with the questions that
people are known to ask for it; the field's vocabulary with the clause; what the bank teaches
as a whole is the eighth. `ranking`
learns what each measure is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np
import numpy.typing as npt

from knowledge import prepared
from knowledge.bank import Entry
from knowledge.encoder import Encoder
from knowledge.learned import Learned
from knowledge.lexical import Lexical
from knowledge.tokens import characters_and_pairs, sound_pairs
from knowledge.units import Regulation
from knowledge.vocabulary import terms

Matrix = npt.NDArray[np.float32]
NAMES = (
    "clause_words",
    "clause_sounds",
    "clause_meaning",
    "clause_terms",
    "asked_words",
    "asked_sounds",
    "asked_meaning",
    "learned",
)
ALSO = 0.8  # what a unit that answers "as well" gets of its question's nearness
NOBODY = "没有"  # the one question of an empty bank, worth nothing for any unit
NEAREST = 3  # known questions that speak for a unit


@dataclass(frozen=True)
class Nearness:
    """One question's measures.

    `units` has a row a unit and a column a measure; `asked` and `refused` say how alike the
    question is to each known question with and without an answer; `answerable` and `gate`
    are what the bank as a whole says of its having one.
    """

    units: Matrix
    asked: Matrix
    refused: Matrix
    best_question: float
    best_unanswerable: float
    answerable: float
    gate: float


class Measures:
    """Prepared once for a regulation, a bank and an encoder."""

    def __init__(
        self,
        regulation: Regulation,
        bank: Sequence[Entry],
        unanswerable: Sequence[str],
        encoder: Encoder,
    ) -> None:
        self.units = tuple(unit.id for unit in regulation.citable())
        self._encoder = encoder
        questions = [entry.question for entry in bank] or [NOBODY]
        clauses = [clause_text(regulation, unit_id) for unit_id in self.units]
        known = [*questions, *clauses, *unanswerable]
        split = [(characters_and_pairs(text), sound_pairs(text)) for text in known]
        words, sounds = [one for one, _ in split], [other for _, other in split]
        self._size = len(questions)
        asked, ruled = slice(self._size), slice(self._size, self._size + len(clauses))
        self._clause_words = Lexical(words[ruled], characters_and_pairs)
        self._clause_sounds = Lexical(sounds[ruled], sound_pairs)
        self._asked_words = Lexical(words[asked], characters_and_pairs)
        self._asked_sounds = Lexical(sounds[asked], sound_pairs)
        answers = _answers(bank, self.units, self._size)
        self._rows, self._worth = _questions_of(answers)
        vectors = encoder.encode(known)
        self._known = _index(vectors)
        both = [one + other for one, other in split]
        self.known, self.targets = known, _targets(answers, len(unanswerable))
        parts = prepared.parts(known, self.targets, encoder)
        self.learned = Learned(both, self.targets, vectors, parts)

    def of(self, question: str) -> Nearness:
        """All measures of one question."""
        meaning = _all(self._known, self._encoder.encode([question]))
        alike = self.learned.alike(question, meaning)
        learned = self.learned.scores(alike)
        cuts = [self._size, self._size + len(self.units)]
        asked, _, refused = np.split(alike, cuts)
        return Nearness(
            units=self._columns(
                question, meaning[cuts[0] : cuts[1]], meaning[: cuts[0]], learned[:-2]
            ),
            asked=asked,
            refused=refused,
            best_question=float(asked.max()),
            best_unanswerable=float(refused.max(initial=0.0)),
            answerable=float(learned[-2]),
            gate=float(learned[-1]),
        )

    def _columns(self, question: str, clauses: Matrix, asked: Matrix, learned: Matrix) -> Matrix:
        """A column for each of `NAMES`, in their order."""
        near = np.partition(self._worth * asked[self._rows], -NEAREST, axis=1)[:, -NEAREST:]
        columns = (
            _scaled(self._clause_words.scores(question)),
            _scaled(self._clause_sounds.scores(question)),
            clauses,
            _scaled(self._clause_words.scores(terms(question))),
            _scaled(self._per_unit(self._asked_words.scores(question))),
            _scaled(self._per_unit(self._asked_sounds.scores(question))),
            near.mean(axis=1),
            learned,
        )
        table: Matrix = np.stack(columns, axis=1).astype(np.float32)
        return table

    def _per_unit(self, scores: Matrix) -> Matrix:
        best: Matrix = (self._worth * scores[self._rows]).max(axis=1)
        return best


def nearest(alike: Matrix, count: int) -> npt.NDArray[np.intp]:
    """Places of the greatest values, the greatest first."""
    if len(alike) <= count:
        return (-alike).argsort()
    found = np.argpartition(-alike, count)[:count]
    order: npt.NDArray[np.intp] = found[(-alike[found]).argsort()]
    return order


def clause_text(regulation: Regulation, unit_id: str) -> str:
    """A unit's text; an item is read with the opening words of its article."""
    unit = regulation[unit_id]
    if unit.kind == "item" and unit.parent:
        return f"{regulation[unit.parent].lead[:60]} {unit.text}"
    return unit.text


def _index(vectors: Matrix) -> faiss.IndexFlatIP:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def _all(index: faiss.IndexFlatIP, vector: Matrix) -> Matrix:
    """The cosine of `vector` with every row, in the rows' order.

    All are wanted, none the best: the index lends its rows and is spared the sorting.
    """
    rows = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    cosines: Matrix = rows.reshape(index.ntotal, index.d) @ vector[0]
    return cosines


def _answers(bank: Sequence[Entry], units: Sequence[str], rows: int) -> Matrix:
    """1 where a bank question is answered by a unit, ALSO where it is answered there as well."""
    at = {unit_id: number for number, unit_id in enumerate(units)}
    table = np.zeros((rows, len(units)), np.float32)
    for row, entry in enumerate(bank):
        for unit_id in entry.also:
            if unit_id in at:
                table[row, at[unit_id]] = ALSO
        if entry.unit in at:
            table[row, at[entry.unit]] = 1.0
    return table


def _questions_of(answers: Matrix) -> tuple[npt.NDArray[np.intp], Matrix]:
    """For each unit the rows of its questions and what each is worth, filled up with rows of 0."""
    most = int((answers > 0).sum(axis=0).max()) + NEAREST
    rows = np.zeros((answers.shape[1], most), np.intp)
    worth = np.zeros((answers.shape[1], most), np.float32)
    for unit, column in enumerate(answers.T):
        (found,) = column.nonzero()
        rows[unit, : len(found)] = found
        worth[unit, : len(found)] = column[found]
    return rows, worth


def _targets(answers: Matrix, unanswerable: int) -> Matrix:
    """What to learn: its unit of every question, itself of every clause, and what is answerable."""
    units = answers.shape[1]
    rows = np.concatenate([answers, np.eye(units), np.zeros((unanswerable, units))])
    answerable = np.ones((len(rows), 1))
    answerable[len(rows) - unanswerable :] = 0
    table: Matrix = np.concatenate([rows, answerable], axis=1).astype(np.float32)
    return table


def _scaled(scores: Matrix) -> Matrix:
    """Scores as shares of the best, so that long and short questions compare."""
    best = scores.max()
    scaled: Matrix = scores / best if best > 0 else scores
    return scaled
