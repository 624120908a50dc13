"""What is known of one platform on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from knowledge.rules.deadlines.months import Month


@dataclass(frozen=True)
class Event:
    """Something that happened to the platform; `decided` and `registered` only for a change."""

    kind: str
    day: date | None
    decided: date | None = None
    registered: date | None = None


@dataclass(frozen=True)
class Facts:
    """`filings` holds the listed months only, None where nothing was filed.

    `announced` is the validity that the announcement states, either end None where unknown.
    """

    today: date
    certified: date | None = None
    announced: tuple[date | None, date | None] = (None, None)
    filings: Mapping[Month, date | None] = field(default_factory=dict)
    others_on_time: bool = False
    events: tuple[Event, ...] = ()
    publicised: date | None = None
    revoked: date | None = None
    ground: str | None = None

    @property
    def start(self) -> date | None:
        """From when the platform holds the title, as far as is known."""
        return self.certified or self.announced[0]
