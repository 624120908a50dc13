"""Everything that is kept of one person, as JSON that the person can be handed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.backups.tables import tables
from surveys.campaigns.firms import personal
from surveys.campaigns.office import Office
from surveys.interviews import to_json
from surveys.personal import holdings
from surveys.personal.persons import Part, Person, person_of
from surveys.schema import doubt as doubts


def export(office: Office, named: str) -> dict[str, Any]:
    """What is kept, by where it is kept; empty lists are left out."""
    with office.database.snapshot() as connection:
        person = person_of(connection, office, named)
        kept = {
            **_rows(connection, office, person),
            "said_of_platforms": _said(connection, person),
            "surveys": [_part(connection, office, each) for each in person.parts],
        }
    return {
        "contacts": list(person.contacts),
        "phones": list(person.phones),
        "exported_at": office.moment(),
        **{name: rows for name, rows in kept.items() if rows},
    }


def _rows(connection: Connection, office: Office, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for table in holdings.of_contacts(connection):
        mine = select(table).where(table.c[holdings.CONTACT].in_(person.contacts))
        rows = connection.execute(mine.order_by(*table.primary_key.columns))
        found[table.name] = [_readable(holdings.opened(office.seal, row)) for row in rows]
    numbers = [str(row["id"]) for row in found.get("inbox", ())]
    feedback = tables(connection)["feedback"]
    given = connection.execute(select(feedback).where(feedback.c.answer_key.in_(numbers)))
    found["feedback"] = [_readable(holdings.opened(office.seal, row)) for row in given]
    return found


def _said(connection: Connection, person: Person) -> list[dict[str, Any]]:
    return [
        {"table": table.name, **_readable(dict(row._mapping))}
        for table in holdings.naming(connection)
        for row in connection.execute(
            select(table).where(table.c[holdings.SAID_BY].in_(person.contacts))
        )
    ]


def _part(connection: Connection, office: Office, part: Part) -> dict[str, Any]:
    survey, firm = part.survey, part.firm
    known: dict[str, Any] = {
        "survey": survey.id,
        "platform": survey.details.platform,
        "recommender": survey.details.recommender,
        "firm": firm.name,
    }
    if part.listed:
        known["list"] = personal(connection, office, survey.id, firm.key)
    if part.answered and firm.interview:
        known["interview"] = to_json(firm.interview)
        known["attempts"] = [vars(each) for each in firm.attempts]
        mine = (doubts.c.campaign == survey.id) & (doubts.c.firm == firm.key)
        notes = connection.execute(select(doubts).where(mine).order_by(doubts.c.id))
        known["notes"] = [
            {
                "kind": row.kind,
                "words": office.seal.opened(row.sealed).get("words", ""),
                "decision": row.decision,
                "at": _time(row.at),
            }
            for row in notes
        ]
    return known


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    """Times as people write them."""
    return {
        name: _time(value) if isinstance(value, float) and value > 1e8 else value
        for name, value in row.items()
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
