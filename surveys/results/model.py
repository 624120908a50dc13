"""The record of one satisfaction survey, as the recommender hands it in (Article 10, 附件1).

A record cannot leave a drawn firm out: its rows are held against the draw's protocol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from surveys.frames.model import LEAST_FIRMS
from surveys.results.checks import check_rows
from surveys.results.codes import Disposition, DrawnAs, Grade, Mode, Reason
from surveys.sampling.draw import RULE_BY_SERVICE


@dataclass(frozen=True)
class Question:
    """A part of the service that was graded, as the questionnaire named it."""

    id: str
    label: str


@dataclass(frozen=True)
class Respondent:
    """The person who spoke for the firm."""

    name: str = ""
    position: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Answers:
    """What a firm said, after it confirmed what was read back."""

    services: str = ""
    overall: Grade | None = None
    overall_words: str = ""  # verbatim
    parts: Mapping[str, Grade] = field(default_factory=dict)  # by Question.id
    effects: str = ""  # verbatim: 影响和作用
    suggestions: str = ""  # verbatim
    changed_after_confirmation: bool = False


@dataclass(frozen=True)
class Row:
    """One firm that was asked, or drawn to be asked."""

    key: str
    name: str
    order: int  # place among all tickets of the draw, from 1
    drawn_as: DrawnAs
    disposition: Disposition
    attempts: int = 0
    modes: tuple[Mode, ...] = ()  # in which it answered
    replaced_by: str = ""  # key of the reserve that was asked instead
    reason: Reason | None = None  # why it was replaced
    respondent: Respondent = Respondent()
    answers: Answers = Answers()

    @property
    def finished(self) -> bool:
        return self.disposition is Disposition.COMPLETE


@dataclass(frozen=True)
class OwnFigure:
    """What the platform itself wrote about one firm (附件2 section 八): a tick or a score."""

    satisfied: bool | None = None
    score: str = ""


@dataclass(frozen=True)
class SurveyRecord:
    """One survey: who, on what list, by which draw, with what result."""

    platform: str
    recommender: str
    frame_source: str  # where the list and its numbers came from
    protocol: Mapping[str, Any]
    opened_at: datetime
    closed_at: datetime | None
    tool_version: str
    chain_head: str
    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    own_figures: Mapping[str, OwnFigure] = field(default_factory=dict)  # by the firm's key

    def __post_init__(self) -> None:
        check_rows(self.protocol, self.rows)

    @property
    def frame_sha256(self) -> str:
        return str(self.protocol["frame_sha256"])

    @property
    def frame_size(self) -> int:
        """Every firm of the frame has a ticket, so N is known from the protocol."""
        return len(self.protocol["sample"]) + len(self.protocol["reserves"])

    @property
    def planned_size(self) -> int:
        return int(self.protocol["size"])

    @property
    def by_service(self) -> bool:
        return bool(self.protocol["rule"] == RULE_BY_SERVICE)

    @cached_property
    def in_ticket_order(self) -> tuple[Row, ...]:
        return tuple(sorted(self.rows, key=lambda row: row.order))

    @cached_property
    def finished(self) -> tuple[Row, ...]:
        """The finished interviews in ticket order; the form shows these, all of them."""
        return tuple(row for row in self.in_ticket_order if row.finished)

    @cached_property
    def unfinished(self) -> tuple[Row, ...]:
        return tuple(row for row in self.in_ticket_order if not row.finished)

    @cached_property
    def replaced(self) -> tuple[Row, ...]:
        return tuple(row for row in self.in_ticket_order if row.replaced_by)

    @property
    def enough(self) -> bool:
        """Whether at least ten interviews are finished (附件1)."""
        return len(self.finished) >= LEAST_FIRMS
