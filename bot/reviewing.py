"""Deciding on questions that were not answered, or not well: at the terminal and at the console."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import find_unit, load_shipped
from knowledge.reviewed import Reviewed, add_reviewed
from surveys import review
from surveys.database import Database
from surveys.review import Waiting

REASONS = {"unanswered": "没有答上", "unhelpful": "被评为没帮助"}


@dataclass(frozen=True)
class Verdict:
    """What answers a group: `unit` None where the text does not; `better` a clearer question."""

    unit: str | None
    better: str = ""


def gathered(database: Database, embedding_model: str) -> list[list[Waiting]]:
    """Undecided questions, similar ones together."""
    # The gateway needs the encoder's eighty megabytes for this alone, when somebody comes to look.
    from knowledge.encoder import load_encoder
    from knowledge.grouping import groups

    waiting = review.waiting(database)
    if not waiting:
        return []
    alike = groups(
        [each.question for each in waiting],
        [next(iter(each.units), "") for each in waiting],
        load_encoder(embedding_model),
    )
    return [[waiting[at] for at in group] for group in alike]


def dismiss(database: Database, group: Sequence[Waiting], now: float) -> None:
    """Not a question at all."""
    review.decide(database, [each.id for each in group], "dismissed", now)


def decide(
    database: Database, bank: Path, group: Sequence[Waiting], verdict: Verdict, now: float
) -> None:
    """Into the bank first: what breaks off in between is only asked again. Raises UnitNotFound."""
    unit = find_unit(load_shipped(), verdict.unit).id if verdict.unit else None
    questions = dict.fromkeys(each.question for each in group)
    if verdict.better:
        questions |= {verdict.better: None}
    add_reviewed(bank, [Reviewed(question, unit) for question in questions])
    review.decide(database, [each.id for each in group], "unit" if unit else "nothing", now)
