"""What a person should look at, and what was decided of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns.errors import NoSuchFirm
from surveys.campaigns.firms import DrawnFirm
from surveys.campaigns.office import Office
from surveys.schema import doubt as table

KINDS = {
    "second_person": "访谈完成后，又有人用同一邀请码进入",
    "second_contact": "同一邀请码换了一个人或一个渠道打开",
    "note": "访谈之外留言",
    "wants_staff": "请人工联系",
    "platform_staff": "答复人可能是被测评平台的人",
    "firm_closed": "答复人说企业已注销或停业",
    "same_contact": "同一个账号先后打开了两家企业的邀请",
    "same_phone": "几家企业的答复人留了同一个电话",
    "entered_beside": "企业自己已开始作答，人员又录入",
}


@dataclass(frozen=True)
class Doubt:
    """One case; `words` are what the person wrote, if anything."""

    id: int
    firm: str
    kind: str
    words: str
    at: float
    decision: str = ""  # empty while it is open
    decided_at: float | None = None

    @property
    def what(self) -> str:
        return KINDS[self.kind]


def put_doubt(
    connection: Connection, office: Office, firm: DrawnFirm, kind: str, words: str
) -> None:
    """Write a case down, and that there is one into the evidence."""
    sealed = office.seal.closed({"words": words})
    row = {"campaign": firm.campaign, "firm": firm.key, "kind": kind, "sealed": sealed}
    connection.execute(table.insert().values(**row, at=office.now()))
    event = {"kind": "doubt", "firm": firm.key, "what": kind}
    chain.add(office.database, connection, firm.campaign, event, office.now())


def open_doubts(connection: Connection, office: Office, campaign: str) -> list[Doubt]:
    """Cases that nobody has decided, the oldest first."""
    return [each for each in all_doubts(connection, office, campaign) if each.decided_at is None]


def all_doubts(connection: Connection, office: Office, campaign: str) -> list[Doubt]:
    """Every case, decided or not, the oldest first."""
    query = select(table).where(table.c.campaign == campaign).order_by(table.c.id)
    return [
        Doubt(
            row.id,
            row.firm,
            row.kind,
            office.seal.opened(row.sealed)["words"],
            row.at,
            row.decision or "",
            row.decided_at,
        )
        for row in connection.execute(query)
    ]


def decide(office: Office, campaign: str, doubt: int, decision: str) -> None:
    """Record what a person decided of a case; raises NoSuchFirm where it is not open."""
    with office.database.write() as connection:
        mine = (table.c.id == doubt) & (table.c.campaign == campaign)
        open_ = table.c.decided_at.is_(None)
        values = {"decided_at": office.now(), "decision": decision}
        if not connection.execute(table.update().where(mine, open_).values(**values)).rowcount:
            raise NoSuchFirm(f"没有待处理的第{doubt}件，请先列出待处理的情况。")
        # The words may name somebody, and what is in the evidence can never be taken out.
        code = office.seal.code("decision", campaign, str(doubt), decision)
        event = {"kind": "decision", "doubt": doubt, "code": code}
        chain.add(office.database, connection, campaign, event, office.now())
