"""Personal data of a survey taken out of it; firms, grades, counts and evidence stay."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns.firms import DrawnFirm, change
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.interviews import to_json
from surveys.interviews.forgetting import without_person
from surveys.schema import attempt as attempts
from surveys.schema import campaign as campaigns
from surveys.schema import doubt as doubts

REFUSED = "refused"
NOBODY = {"contact": "", "phone": ""}


def blank_interview(
    connection: Connection, office: Office, firm: DrawnFirm, *, running: bool
) -> None:
    """The person's answers without the person; unfinished ones of a running survey are dropped.

    The firm then counts as that interview ended, or as refused, and another person of it may
    begin anew.
    """
    interview = firm.interview
    if interview and running and not interview.finished:
        ended = interview.result or REFUSED
        change(connection, firm, interview=None, phone_code=None, found=ended)
    elif interview:
        kept = json.dumps(to_json(without_person(interview)), ensure_ascii=False)
        sealed = office.seal.closed({"interview": kept})
        change(connection, firm, interview=sealed, phone_code=None)
    change(connection, firm, contact_key=None)
    mine = (doubts.c.campaign == firm.campaign) & (doubts.c.firm == firm.key)
    _blank_doubts(connection, office, mine)


def blank_list_entry(connection: Connection, office: Office, firm: DrawnFirm) -> None:
    """Nobody is named as the one to call at this firm."""
    change(connection, firm, sealed=office.seal.closed(NOBODY))


def blank_frame(
    connection: Connection, office: Office, campaign: str, phones: Collection[str]
) -> None:
    """The kept list without these numbers; its hash stays in the evidence."""
    mine = campaigns.c.id == campaign
    sealed = connection.execute(select(campaigns.c.frame).where(mine)).scalar_one()
    kept = office.seal.opened(sealed)["frame"]
    if not kept:
        return
    frame = json.loads(kept)
    for firm in frame["firms"]:
        if firm["phone"] in phones:
            firm.update(NOBODY)
    closed = office.seal.closed({"frame": json.dumps(frame, ensure_ascii=False)})
    connection.execute(update(campaigns).where(mine).values(frame=closed))


def blank_survey(
    connection: Connection, office: Office, firms: list[DrawnFirm], campaign: str
) -> None:
    """Nobody is named in a survey any more: neither those who answered nor those who called."""
    for firm in firms:
        blank_interview(connection, office, firm, running=False)
        blank_list_entry(connection, office, firm)
    mine = campaigns.c.id == campaign
    connection.execute(
        update(campaigns).where(mine).values(frame=office.seal.closed({"frame": ""}))
    )
    _blank_doubts(connection, office, doubts.c.campaign == campaign)
    connection.execute(update(attempts).where(attempts.c.campaign == campaign).values(by=""))


def note_in_evidence(
    connection: Connection, office: Office, campaign: str, firm: str, why: str
) -> None:
    """That something was deleted is itself part of the evidence."""
    event = {"kind": "personal_data_deleted", "firm": firm, "why": why}
    chain.add(office.database, connection, campaign, event, office.now())


def is_drawn(step: Step) -> bool:
    """Whether the list has done its work: before the draw it must stay as it was promised."""
    return step not in (Step.DRAFT, Step.COMMITTED)


def _blank_doubts(connection: Connection, office: Office, which: object) -> None:
    decided = doubts.c.decision.is_not(None)
    connection.execute(update(doubts).where(which, decided).values(decision=""))
    connection.execute(update(doubts).where(which).values(sealed=office.seal.closed({"words": ""})))
