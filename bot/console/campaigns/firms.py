"""One drawn firm as its page shows it: its tries, its answers, whether it may be replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from bot.console.campaigns import masks
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import NoSuchCampaign
from surveys.campaigns.firms import DrawnFirm, firms_of, personal
from surveys.campaigns.office import Office
from surveys.interviews import replacement, require_silence
from surveys.interviews.dispositions import Attempt, dispositions
from surveys.interviews.errors import TooFewAttempts
from surveys.phones import mask_phone
from surveys.results.codes import Mode

NOT_THERE = "这次测评没有访问这家企业。"


@dataclass(frozen=True)
class Contact:
    """Whom to call; in the clear only where `openly`."""

    name: str
    phone: str
    openly: bool = False

    @property
    def tel(self) -> str:
        """For a link that a telephone dials; an extension is dialled by hand."""
        area, dash, rest = self.phone.partition("-")
        return area + rest.partition("-")[0] if dash else self.phone


@dataclass(frozen=True)
class Try:
    """One try in words."""

    at: float
    mode: str
    by: str
    found: str


def asked_firm(connection: Connection, office: Office, survey: Campaign, place: int) -> DrawnFirm:
    """The firm of that ticket; one that nobody asks is not there."""
    if survey.questionnaire is not None:
        for each in firms_of(connection, office, survey):
            if each.place == place and each.asked:
                return each
    raise NoSuchCampaign(NOT_THERE)


def contact(connection: Connection, office: Office, firm: DrawnFirm, openly: bool) -> Contact:
    who = personal(connection, office, firm.campaign, firm.key)
    if openly:
        return Contact(who["contact"], who["phone"], openly=True)
    return Contact(masks.name(who["contact"]), mask_phone(who["phone"]))


def tries(firm: DrawnFirm) -> list[Try]:
    return [_try(each) for each in firm.attempts]


def last_try(firm: DrawnFirm) -> Try | None:
    return _try(firm.attempts[-1]) if firm.attempts else None


def _try(each: Attempt) -> Try:
    found = dispositions()[each.found].label if each.found else ""
    by = "受访者" if each.by == "respondent" else each.by
    return Try(float(each.at), Mode(each.mode).word, by, found)


def given(firm: DrawnFirm, openly: bool) -> list[tuple[str, str]]:
    """Each answered question with what was answered."""
    interview = firm.interview
    if interview is None:
        return []
    values: Mapping[str, object] = interview.values
    return [
        (each.label, masks.answer(interview, each, interview.values[each.id], openly))
        for each in interview.questionnaire.questions
        if each.id in values
    ]


def why_not_replaced(firm: DrawnFirm, now: float) -> str:
    """Why the next reserve may not take its place yet; empty where it may."""
    try:
        require_silence(firm.disposition, firm.interview, datetime.fromtimestamp(now, UTC))
        replacement(firm.disposition, firm.attempts)
    except TooFewAttempts as error:
        return str(error)
    return ""
