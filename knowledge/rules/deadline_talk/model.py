"""What somebody asks about a deadline, and what is said to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.rules.deadlines.months import Month
from knowledge.rules.eligibility.days import Days

Duty = Literal[
    "monthly", "missed", "change", "validity", "publicity", "rectification", "annual", "ban"
]
Question = Literal[
    "", "certified", "changed", "published", "failed", "revoked", "ground", "others", "months"
]
Others = Literal["", "on_time", "missing", "unknown"]
MOST_QUESTIONS = 2


@dataclass(frozen=True)
class Asked:
    """One duty with the facts that the asker gave.

    `day` is when it began (certified, changed, published, failed, revoked), `done` when it was
    done; a month or a year is the span of its days. Of the monthly report `day` is when the title
    began, and `late` by how many days it was filed after its day. `months` are those not filed or,
    of the monthly report, those asked about; `filed` were filed on time. `kind` says which change,
    or which ground of a revocation. `dated` where facts of the asker's own case were given;
    `wrong` is what cannot be and is asked again. `open` is the question that waits, `unknown`
    those that the asker cannot answer.
    """

    duty: Duty
    day: Days | None = None
    done: Days | None = None
    months: tuple[Month, ...] = ()
    filed: tuple[Month, ...] = ()
    count: int | None = None
    scattered: bool = False
    late: int | None = None
    others: Others = ""
    kind: str = ""
    aspect: str = ""
    wrong: str = ""
    dated: bool = False
    open: Question = ""
    times: int = 0
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Platform:
    """What is on record of a registered platform; `filed` holds the months that are known."""

    certified_on: date | None = None
    valid_until: date | None = None
    filed: Mapping[Month, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A reply; `asked` is what to go on with where `question` names what is missing.

    `due` is the date to act on, where there is one.
    """

    text: str
    units: tuple[str, ...]
    asked: Asked
    buttons: tuple[str, ...] = ()
    question: Question = ""
    due: date | None = None
