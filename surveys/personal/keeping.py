"""How long things are kept: chats some days, personal data of surveys some months after the end.

Deleted in small steps, so that nobody who writes meanwhile waits for long.
"""

from __future__ import annotations

import calendar
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.firms import firms_of
from surveys.campaigns.office import Office
from surveys.erasure_schema import erasure
from surveys.personal import blanking, chats
from surveys.platforms.model import beijing_day


@dataclass(frozen=True)
class Policy:
    """Settings HUIQI_KEEP_MONTHS and HUIQI_KEEP_CHAT_DAYS."""

    months: int
    chat_days: int


@dataclass(frozen=True)
class Kept:
    """What is over its time: surveys by number, and rows of chats by table."""

    surveys: tuple[str, ...]
    rows: Mapping[str, int]


def due(office: Office, policy: Policy) -> Kept:
    """What the next sweep deletes."""
    with office.database.snapshot() as connection:
        surveys = tuple(each.id for each in _due_surveys(connection, office, policy))
        rows = chats.count(connection, office.now(), policy.chat_days)
    return Kept(surveys, {name: count for name, count in rows.items() if count})


def sweep(office: Office, policy: Policy) -> Kept:
    """Delete what is over its time; to repeat it changes nothing."""
    with office.database.read() as connection:
        found = _due_surveys(connection, office, policy)
    surveys = tuple(each.id for each in found if _forget(office, each))
    rows: Counter[str] = Counter()
    while step := chats.delete_some(office.database, office.now(), policy.chat_days):
        rows.update(step)
    if surveys or rows:
        if rows:
            _write_down(office, dict(rows))
        office.database.settle()
    return Kept(surveys, dict(rows))


def _due_surveys(connection: Connection, office: Office, policy: Policy) -> list[Campaign]:
    done = set(
        connection.execute(select(erasure.c.campaign).where(erasure.c.kind == "survey")).scalars()
    )
    today = beijing_day(office.now())
    return [
        each
        for each in campaigns.all_of(connection)
        if each.id not in done and months_later(_ended(each), policy.months) < today
    ]


def _ended(survey: Campaign) -> date:
    """A survey that nobody brought to its end is over when it was last moved."""
    return beijing_day(survey.closed_at or survey.launched_at or survey.created_at)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _forget(office: Office, survey: Campaign) -> bool:
    """One survey in one transaction; False where another sweep was first."""
    database = office.database
    with database.write() as connection:
        database.one_at_a_time(connection, f"chain {survey.id}")
        done = (erasure.c.kind == "survey") & (erasure.c.campaign == survey.id)
        if connection.execute(select(erasure.c.id).where(done)).first():
            return False
        firms = firms_of(connection, office, survey) if blanking.is_drawn(survey.step) else []
        blanking.blank_survey(connection, office, firms, survey.id)
        blanking.note_in_evidence(connection, office, survey.id, "", "time_over")
        row = {"kind": "survey", "code": "", "campaign": survey.id, "at": office.now()}
        counts = json.dumps({"firms": len(firms)})
        connection.execute(erasure.insert().values(**row, counts=counts))
    return True


def _write_down(office: Office, counts: dict[str, int]) -> None:
    row = {"kind": "chat", "code": "", "campaign": "", "at": office.now()}
    with office.database.write() as connection:
        connection.execute(erasure.insert().values(**row, counts=json.dumps(counts)))
