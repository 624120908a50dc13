"""Two persons: one asks for a step, another one confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.errors import NeedsSecondPerson, WrongStep
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step, require
from surveys.campaigns_schema import approval as table

IN_CONSOLE = "这一步要由两个人在控制台做：一人提出，另一位审核人员确认。"
BEFORE = {Step.RUNNING: Step.DRAWN, Step.RECORDED: Step.CLOSED}  # the steps that need two persons


@dataclass(frozen=True)
class Person:
    """Who asks or decides, as the console knows them."""

    id: int
    name: str


@dataclass(frozen=True)
class Approval:
    """A step that waits for a second person."""

    id: int
    campaign: str
    step: Step
    value: str
    by: Person
    at: float


def ask(office: Office, number: str, to: Step, value: str, by: Person) -> None:
    """Ask for a step; what was asked for before and not decided is replaced by it."""
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, f"approval {number}")
        require(campaigns.find(connection, number).step, BEFORE[to])
        open_ = _open(number, to)
        connection.execute(table.update().where(open_).values(**_decided(office, "replaced", by)))
        row = {"campaign": number, "step": to.value, "value": value}
        asked = {"asked_by": by.id, "asked_name": by.name, "asked_at": office.now()}
        connection.execute(table.insert().values(**row, **asked))
        event = {"kind": "asked", "step": to.value, "value": value, "by": by.id}
        chain.add(office.database, connection, number, event, office.now())


def waiting(connection: Connection, number: str, to: Step) -> Approval | None:
    """What waits for a second person; None where nothing does."""
    row = connection.execute(select(table).where(_open(number, to))).first()
    return _approval(row) if row else None


def confirm(office: Office, number: str, id: int, by: Person) -> Approval:
    """Confirm what was asked for, as somebody else than who asked; the caller takes the step."""
    return _decide(office, number, id, "confirmed", by)


def refuse(office: Office, number: str, id: int, by: Person) -> Approval:
    """Refuse it, or take it back."""
    return _decide(office, number, id, "refused", by)


def _decide(office: Office, number: str, id: int, decision: str, by: Person) -> Approval:
    with office.database.write() as connection:
        office.database.one_at_a_time(connection, f"approval {number}")
        mine = (table.c.id == id) & (table.c.campaign == number) & table.c.decision.is_(None)
        row = connection.execute(select(table).where(mine)).first()
        if row is None:
            raise WrongStep("这项申请已经有了结果，或者换成了新的申请，请看现在的页面。")
        if decision == "confirmed" and row.asked_by == by.id:
            raise NeedsSecondPerson("提出和确认要由两个人做，请另一位审核人员确认。")
        connection.execute(table.update().where(mine).values(**_decided(office, decision, by)))
        event = {"kind": decision, "step": row.step, "asked_by": row.asked_by, "by": by.id}
        chain.add(office.database, connection, number, event, office.now())
    return _approval(row)


def _open(number: str, to: Step) -> object:
    mine = (table.c.campaign == number) & (table.c.step == to.value)
    return mine & table.c.decision.is_(None)


def _decided(office: Office, decision: str, by: Person) -> dict[str, object]:
    return {
        "decision": decision,
        "decided_by": by.id,
        "decided_name": by.name,
        "decided_at": office.now(),
    }


def _approval(row: Row) -> Approval:
    by = Person(row.asked_by, row.asked_name)
    return Approval(row.id, row.campaign, Step(row.step), row.value, by, row.asked_at)
