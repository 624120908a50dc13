"""How far a survey is: who has answered, who has not, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.engine import Connection

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.doubts import open_doubts
from surveys.campaigns.firms import DrawnFirm, firms_of
from surveys.campaigns.office import Office
from surveys.frames.model import LEAST_FIRMS
from surveys.interviews import rates
from surveys.interviews.dispositions import dispositions

OPEN = ("pending", "break_off", "partial")


@dataclass(frozen=True)
class Progress:
    """A survey and its firms that are asked, in ticket order."""

    survey: Campaign
    firms: tuple[DrawnFirm, ...]
    doubts: int

    @property
    def standing(self) -> tuple[DrawnFirm, ...]:
        """Those in whose place nobody else is asked."""
        return tuple(each for each in self.firms if not each.replaced_by)

    @property
    def finished(self) -> int:
        return sum(each.disposition.code == "complete" for each in self.firms)

    @property
    def missing(self) -> int:
        """Interviews that are still needed for ten (附件1)."""
        return max(0, LEAST_FIRMS - self.finished)

    @property
    def unanswered(self) -> tuple[DrawnFirm, ...]:
        """Firms from which an answer may still come."""
        return tuple(each for each in self.standing if each.disposition.code in OPEN)

    @property
    def to_call(self) -> tuple[DrawnFirm, ...]:
        """Those from whom an answer may still come: the one left alone longest goes first."""
        return tuple(sorted(self.unanswered, key=lambda each: (_last_try(each), each.place)))

    @property
    def to_replace(self) -> tuple[DrawnFirm, ...]:
        """Firms that ended without an interview, for whom nobody is asked yet."""
        return tuple(
            each for each in self.standing if each.disposition.code not in (*OPEN, "complete")
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many firms ended up in which way, by its Chinese name, none left out."""
        found = rates(each.disposition for each in self.firms).counts
        return {dispositions()[code].label: n for code, n in found.items() if n}

    @property
    def response_rate(self) -> Fraction | None:
        return rates(each.disposition for each in self.firms).response_rate


def progress_of(connection: Connection, office: Office, number: str) -> Progress:
    """Where a survey stands; raises NoSuchCampaign."""
    survey = campaigns.find(connection, number)
    firms: tuple[DrawnFirm, ...] = ()
    if survey.questionnaire is not None:
        firms = tuple(each for each in firms_of(connection, office, survey) if each.asked)
    return Progress(survey, firms, len(open_doubts(connection, office, number)))


def _last_try(firm: DrawnFirm) -> float:
    return max((float(each.at) for each in firm.attempts), default=0.0)
