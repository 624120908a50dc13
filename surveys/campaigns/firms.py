"""The drawn firms of a survey as they are kept, each with its one interview."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection, Row

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import NoSuchFirm
from surveys.campaigns.office import Office
from surveys.interviews import (
    Attempt,
    Interview,
    Questionnaire,
    Subject,
    from_json,
    to_json,
)
from surveys.interviews.dispositions import Disposition, disposition
from surveys.interviews.questionnaire import Value
from surveys.interviews.record import Mode
from surveys.schema import attempt as attempts
from surveys.schema import campaign as survey_table
from surveys.schema import drawn_firm as table
from surveys.withdrawing import withdraw

PHONE = "phone"  # the question

# Made once: every page looks its firm up, and making a statement costs more than running it.
_ONE = (table.c.campaign == bindparam("survey")) & (table.c.key == bindparam("firm"))
_BY_KEY = select(table).where(_ONE)
_WITH_SURVEY = select(*table.c, *campaigns.COLUMNS).where(table.c.campaign == survey_table.c.id)
_BY_INVITATION = _WITH_SURVEY.where(table.c.token_sha256 == bindparam("invitation"))
_BY_KEY_WITH_SURVEY = _WITH_SURVEY.where(_ONE)
_KEEP = (
    table.update()
    .where(_ONE)
    .values(interview=bindparam("kept"), phone_code=bindparam("kept_phone"))
)
_ALL_TRIES = (
    select(attempts).where(attempts.c.campaign == bindparam("survey")).order_by(attempts.c.id)
)
_TRIES = _ALL_TRIES.where(attempts.c.firm == bindparam("firm"))


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
    tried: dict[str, tuple[Attempt, ...]] = {}
    for row in connection.execute(_ALL_TRIES, {"survey": survey.id}):
        tried[row.firm] = (*tried.get(row.firm, ()), _attempt(row))
    return [_firm(row, office, survey, tried.get(row.key, ())) for row in connection.execute(query)]


def firm_of(connection: Connection, office: Office, survey: Campaign, key: str) -> DrawnFirm:
    """One firm of the drawn list; raises NoSuchFirm."""
    row = connection.execute(_BY_KEY, {"survey": survey.id, "firm": key}).first()
    if row is None:
        raise NoSuchFirm(f"名单里没有“{key}”这家企业，请核对企业的编号。")
    return _firm(row, office, survey, _attempts(connection, survey.id, key))


def invited(
    connection: Connection, office: Office, invitation_sha256: str
) -> tuple[Campaign, DrawnFirm] | None:
    """The firm that is asked by this invitation, and its survey; None where none is."""
    row = connection.execute(_BY_INVITATION, {"invitation": invitation_sha256}).first()
    return _with_survey(connection, office, row) if row else None


def with_survey(
    connection: Connection, office: Office, number: str, key: str
) -> tuple[Campaign, DrawnFirm]:
    """A firm of the drawn list and its survey, which are known to be there."""
    row = connection.execute(_BY_KEY_WITH_SURVEY, {"survey": number, "firm": key}).one()
    return _with_survey(connection, office, row)


def _with_survey(connection: Connection, office: Office, row: Row) -> tuple[Campaign, DrawnFirm]:
    survey = campaigns.read(*row[len(table.c) :])
    return survey, _firm(row, office, survey, _attempts(connection, survey.id, row.key))


def with_phone(
    connection: Connection, office: Office, survey: Campaign, phone: str
) -> list[DrawnFirm]:
    """The firms for which somebody gave this telephone, in ticket order."""
    same = table.c.phone_code.in_(_phone_codes(office, survey.id, phone))
    unknown = table.c.phone_code.is_(None) & table.c.interview.is_not(None)
    query = select(table).where(table.c.campaign == survey.id, same | unknown)
    rows = connection.execute(query.order_by(table.c.place))
    found = [_firm(row, office, survey, ()) for row in rows]
    return [each for each in found if each.interview and each.interview.values.get(PHONE) == phone]


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
    """Keep an interview sealed, and each new row and event of it as a link of the evidence.

    With its end, reminders that wait for the morning are taken back.
    """
    sealed = office.seal.closed({"interview": json.dumps(to_json(interview), ensure_ascii=False)})
    codes = _phone_codes(office, firm.campaign, interview.values.get(PHONE)) or [""]
    mine = {"survey": firm.campaign, "firm": firm.key}
    connection.execute(_KEEP, {**mine, "kept": sealed, "kept_phone": codes[0]})
    for event in _new(office, firm, interview):
        chain.add(office.database, connection, firm.campaign, event, office.now())
    if interview.result:
        withdraw(connection, nudge_key(firm), office.now())


def nudge_key(firm: DrawnFirm) -> str:
    """How the keys of a firm's reminders begin."""
    return f"nudge:{firm.campaign}:{firm.place}:"


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
    return survey.questionnaire


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


def _phone_codes(office: Office, campaign: str, phone: Value) -> list[str]:
    """A telephone as the house's secrets write it, the present one first."""
    return office.seal.codes(PHONE, campaign, phone) if isinstance(phone, str) and phone else []


def _attempts(connection: Connection, campaign: str, firm: str) -> tuple[Attempt, ...]:
    found = connection.execute(_TRIES, {"survey": campaign, "firm": firm})
    return tuple(_attempt(row) for row in found)


def _attempt(row: Row) -> Attempt:
    return Attempt(row.mode, f"{row.at:.0f}", row.by, row.found)


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
