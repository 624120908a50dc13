"""One person's data deleted wherever it is kept, and that it was deleted written down."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.backups.tables import tables
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign, frame_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.erasure_schema import erasure
from surveys.handover_schema import handover
from surveys.personal import blanking, holdings
from surveys.personal.persons import Part, Person, person_of


@dataclass(frozen=True)
class Erased:
    """How many rows of what were deleted or emptied, and what has to wait for its draw."""

    counts: dict[str, int] = field(default_factory=dict)
    not_yet: tuple[str, ...] = ()


def erase(office: Office, named: str) -> Erased:
    """Delete everything of the person behind a contact or a number, in one transaction."""
    with office.database.write() as connection:
        person = person_of(connection, office, named)
        counts = {
            "interviews": sum(each.answered for each in person.parts),
            "list_entries": sum(each.listed for each in person.parts),
        }
        for part in person.parts:
            _forget_part(connection, office, part)
        waiting = _forget_in_frames(connection, office, person)
        counts |= _forget_contacts(connection, person)
        counts = {name: count for name, count in counts.items() if count}
        _write_down(connection, office, person, counts)
    office.database.settle()
    return Erased(counts, waiting)


def _forget_part(connection: Connection, office: Office, part: Part) -> None:
    if part.answered:
        running = part.survey.step is Step.RUNNING
        blanking.blank_interview(connection, office, part.firm, running=running)
    if part.listed:
        blanking.blank_list_entry(connection, office, part.firm)
    number, key = part.survey.id, part.firm.key
    blanking.note_in_evidence(connection, office, number, key, "person")


def _forget_in_frames(connection: Connection, office: Office, person: Person) -> tuple[str, ...]:
    """Lists without the person; the numbers of surveys whose list is still promised as it is."""
    surveys = campaigns.all_of(connection)
    found = [each for each in surveys if _lists(connection, office, each, person)]
    for survey in found:
        if blanking.is_drawn(survey.step):
            blanking.blank_frame(connection, office, survey.id, person.phones)
    return tuple(each.id for each in found if not blanking.is_drawn(each.step))


def _lists(connection: Connection, office: Office, survey: Campaign, person: Person) -> bool:
    if not person.phones:
        return False
    frame = frame_of(connection, survey.id, office.seal)
    return any(each.phone in person.phones for each in frame.firms)


def _forget_contacts(connection: Connection, person: Person) -> dict[str, int]:
    found = tables(connection)
    mine = select(found["inbox"].c.id).where(found["inbox"].c.contact_key.in_(person.contacts))
    numbers = [str(each) for each in connection.execute(mine).scalars()]
    feedback = found["feedback"]
    counts = {
        "feedback": holdings.delete_rows(connection, feedback, feedback.c.answer_key.in_(numbers))
    }
    for table in holdings.of_contacts(connection):
        theirs = table.c[holdings.CONTACT].in_(person.contacts)
        counts[table.name] = holdings.delete_rows(connection, table, theirs)
    counts["handover"] += holdings.delete_rows(
        connection, handover, handover.c.used_by.in_(person.contacts)
    )
    counts["said_by"] = holdings.forget_sayer(connection, person.contacts)
    return counts


def _write_down(
    connection: Connection, office: Office, person: Person, counts: dict[str, int]
) -> None:
    rows = [
        {
            "kind": "person",
            "code": office.seal.code("erased", each),
            "campaign": "",
            "counts": json.dumps(counts),
            "at": office.now(),
        }
        for each in (*person.contacts, *person.phones)
    ]
    connection.execute(erasure.insert(), rows)
