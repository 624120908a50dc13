"""The drawn firms of a survey as they are kept, each with its one interview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from surveys import chain
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import NoSuchFirm
from surveys.campaigns.office import Office
from surveys.interviews import (
    Attempt,
    Interview,
    Questionnaire,
    Subject,
    from_json,
    read_questionnaire,
    to_json,
)
from surveys.interviews.dispositions import Disposition, disposition
from surveys.interviews.record import Mode
from surveys.schema import attempt as attempts
from surveys.schema import drawn_firm as table


@dataclass(frozen=True)
class DrawnFirm:
    """One firm of a drawn list; a reserve that nobody needed was never asked."""

    campaign: str
    key: str
    place: int
    drawn_as: str
    stratum: str
    name: str
    service: str
    asked: bool
    contact_key: str
    found: str
    replaced_by: str
    reason: str
    interview: Interview | None
    attempts: tuple[Attempt, ...]

    @property
    def disposition(self) -> Disposition:
        return disposition(self.interview, self.found)

    @property
    def marks(self) -> int:
        """How much was written about it: more than somebody saw means that somebody else wrote."""
        interview = self.interview
        rows = len(interview.answers) + len(interview.events) if interview else 0
        return rows + len(self.attempts)


def firms_of(connection: Connection, office: Office, survey: Campaign) -> list[DrawnFirm]:
    """All firms of a drawn list in ticket order."""
    query = select(table).where(table.c.campaign == survey.id).order_by(table.c.place)
    tried = _attempts(connection, survey.id)
    return [_firm(row, office, survey, tried.get(row.key, ())) for row in connection.execute(query)]


def firm_of(connection: Connection, office: Office, survey: Campaign, key: str) -> DrawnFirm:
    """One firm of the drawn list; raises NoSuchFirm."""
    mine = (table.c.campaign == survey.id) & (table.c.key == key)
    row = connection.execute(select(table).where(mine)).first()
    if row is None:
        raise NoSuchFirm(f"名单里没有“{key}”这家企业，请核对企业的编号。")
    tried = _attempts(connection, survey.id, key).get(key, ())
    return _firm(row, office, survey, tried)


def personal(connection: Connection, office: Office, campaign: str, key: str) -> dict[str, str]:
    """Contact and phone of a firm, for staff who are to call it."""
    mine = (table.c.campaign == campaign) & (table.c.key == key)
    sealed = connection.execute(select(table.c.sealed).where(mine)).scalar_one()
    return office.seal.opened(sealed)


def change(connection: Connection, firm: DrawnFirm, **values: Any) -> None:
    """Write fields of a firm's row."""
    mine = (table.c.campaign == firm.campaign) & (table.c.key == firm.key)
    connection.execute(table.update().where(mine).values(**values))


def keep_interview(
    connection: Connection, office: Office, firm: DrawnFirm, interview: Interview
) -> None:
    """Keep an interview sealed, and each new row and event of it as a link of the evidence."""
    sealed = office.seal.closed({"interview": json.dumps(to_json(interview), ensure_ascii=False)})
    change(connection, firm, interview=sealed)
    for event in _new(office, firm, interview):
        chain.add(office.database, connection, firm.campaign, event, office.now())


def add_attempt(
    connection: Connection, office: Office, firm: DrawnFirm, call: tuple[Mode, str, str]
) -> None:
    """Record one contact with a firm: how, by whom, and what was found out."""
    mode, by, found = call
    row = {"campaign": firm.campaign, "firm": firm.key, "mode": mode, "by": by, "found": found}
    connection.execute(attempts.insert().values(**row, at=office.now()))
    event = {"kind": "attempt", "firm": firm.key, "mode": mode, "found": found}
    chain.add(office.database, connection, firm.campaign, event, office.now())


def new_interview(survey: Campaign, firm_name: str, invitation: str) -> Interview:
    details = survey.details
    subject = Subject(firm_name, details.platform, details.recommender)
    return Interview(invitation, subject, questionnaire=sheet_of(survey))


def sheet_of(survey: Campaign) -> Questionnaire:
    """The questionnaire as it was frozen at the launch."""
    assert survey.questionnaire is not None  # the launch wrote it
    return read_questionnaire(survey.questionnaire)


def _new(office: Office, firm: DrawnFirm, after: Interview) -> list[Mapping[str, Any]]:
    """What came to an interview since it was kept. Words enter as a code that only we can make:
    the hash of a short answer such as 满意 could be guessed."""
    before = firm.interview
    rows, events = (len(before.answers), len(before.events)) if before else (0, 0)
    added: list[Mapping[str, Any]] = [
        {
            "kind": "answer" if each.replaces is None else "correction",
            "firm": firm.key,
            "question": each.question,
            "row": at,
            "replaces": each.replaces,
            "mode": each.mode,
            "attempt": each.attempt,
            "secret": office.seal.names[0],
            "code": office.seal.code(firm.campaign, firm.key, str(at), each.words, str(each.value)),
        }
        for at, each in enumerate(after.answers[rows:], rows)
    ]
    added += [
        {"kind": "interview", "firm": firm.key, "what": each.what} for each in after.events[events:]
    ]
    return added


def _attempts(
    connection: Connection, campaign: str, firm: str = ""
) -> dict[str, tuple[Attempt, ...]]:
    """Of every firm of a survey, or of one."""
    found: dict[str, tuple[Attempt, ...]] = {}
    query = select(attempts).where(attempts.c.campaign == campaign).order_by(attempts.c.id)
    if firm:
        query = query.where(attempts.c.firm == firm)
    for row in connection.execute(query):
        found[row.firm] = (
            *found.get(row.firm, ()),
            Attempt(row.mode, f"{row.at:.0f}", row.by, row.found),
        )
    return found


def _firm(row: Row, office: Office, survey: Campaign, tried: tuple[Attempt, ...]) -> DrawnFirm:
    interview = None
    if row.interview:
        kept = json.loads(office.seal.opened(row.interview)["interview"])
        interview = from_json(kept, sheet_of(survey))
    return DrawnFirm(
        campaign=row.campaign,
        key=row.key,
        place=row.place,
        drawn_as=row.drawn_as,
        stratum=row.stratum,
        name=row.name,
        service=row.service,
        asked=row.asked_at is not None,
        contact_key=row.contact_key or "",
        found=row.found,
        replaced_by=row.replaced_by or "",
        reason=row.reason or "",
        interview=interview,
        attempts=tried,
    )
