"""Personal invitations: made at the launch, opened by whoever holds one.

An invitation is a code that nobody can guess, made from the house's secret, so that a letter can
be printed again; the table holds its hash alone. It belongs to a firm, not to a channel, and
is spent only by a finished interview.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import bindparam, select
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.doubts import put_doubt
from surveys.campaigns.errors import WrongDay
from surveys.campaigns.firms import DrawnFirm, change, firm_of, firms_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step, advance
from surveys.campaigns.suspicions import other_firms, speaks_for_platform
from surveys.interviews import shipped
from surveys.schema import drawn_firm

_HELD = select(drawn_firm.c.campaign, drawn_firm.c.key, drawn_firm.c.token_sha256).where(
    drawn_firm.c.contact_key == bindparam("contact")
)
_CODE = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{24}(?![A-Za-z0-9_-])")


@dataclass(frozen=True)
class Opened:
    """What came of an invitation: the firm it belongs to, or a sentence why not."""

    firm: DrawnFirm | None
    sentence: str = ""


UNKNOWN = "没有这个邀请码，请核对后整段复制再发一次；邀请码在邀请信或链接里。"
PLATFORM = (
    "这份问卷要由接受服务的企业自己答。您绑定的是被测评的平台，不能代答，请把邀请信转交给企业；"
    "这次打开已记录，供推荐单位查看。"
)
OVER = "这次测评已经截止，谢谢您。还有话要说，请直接联系推荐单位。"
REPLACED = "贵企业这次已经由备选企业接替，不用再答了，谢谢您。"
FINISHED = (
    "贵企业的访谈已经由另一位完成，一家企业只记一份。您的话我可以转给推荐单位，请直接写下来。"
)


def launch(office: Office, number: str, closes_on: date) -> list[str]:
    """Freeze the questionnaire and invite the sample; the keys of the firms invited."""
    closing_day(office, closes_on.isoformat())
    sheet = shipped()
    content = json.dumps(sheet.content, ensure_ascii=False)
    with office.database.write() as connection:
        advance(
            connection,
            number,
            Step.RUNNING,
            questionnaire=content,
            closes_on=closes_on.isoformat(),
            launched_at=office.now(),
        )
        survey = campaigns.find(connection, number)
        sample = [
            each for each in firms_of(connection, office, survey) if each.drawn_as == "sample"
        ]
        for firm in sample:
            invite(connection, office, firm)
        event = {
            "kind": "launch",
            "questionnaire_sha256": sheet.sha256,
            "closes_on": closes_on.isoformat(),
            "invited": [firm.key for firm in sample],
        }
        chain.add(office.database, connection, number, event, office.now())
    return [firm.key for firm in sample]


def closing_day(office: Office, said: str) -> date:
    """The last day on which answers are taken: today or later."""
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise WrongDay(f"“{said}”不是日期，请写成年-月-日，例如 2026-12-20。") from None
    if day.isoformat() < office.moment()[:10]:
        raise WrongDay("截止日期已经过去，请写今天或以后的日期。")
    return day


def invite(connection: Connection, office: Office, firm: DrawnFirm) -> None:
    """Make a firm one that is asked."""
    code = code_of(office, firm.campaign, firm.key)
    change(connection, firm, asked_at=office.now(), token_sha256=hash_of(code))


def code_of(office: Office, campaign: str, key: str) -> str:
    """The invitation of a firm, for its letter, its link and its QR code."""
    return office.seal.code("invitation", campaign, key)


def sent_code(office: Office, campaign: str, key: str) -> str:
    """The invitation that a firm was sent, also after the house's secret was changed."""
    codes = office.seal.codes("invitation", campaign, key)
    with office.database.read() as connection:
        return next((c for c in codes if is_invitation_of(connection, c, campaign, key)), codes[0])


def code_in(text: str) -> str:
    """What looks like an invitation in a message; empty where nothing does."""
    found = _CODE.search(text)
    return found[0] if found else ""


def open_invitation(office: Office, code: str, contact_key: str) -> Opened:
    """Attach the person behind a channel to the firm that an invitation names."""
    with office.database.write() as connection:
        row = connection.execute(
            select(drawn_firm.c.campaign, drawn_firm.c.key).where(
                drawn_firm.c.token_sha256 == hash_of(code)
            )
        ).first()
        if row is None:
            return Opened(None, UNKNOWN)
        office.database.one_at_a_time(connection, f"firm {row.campaign} {row.key}")
        survey = campaigns.find(connection, row.campaign)
        if survey.step is not Step.RUNNING:
            return Opened(None, OVER)
        firm = firm_of(connection, office, survey, row.key)
        if speaks_for_platform(connection, contact_key, survey):
            put_doubt(connection, office, firm, "platform_staff", "绑定被测评平台的账号打开了邀请")
            return Opened(None, PLATFORM)
        return _attached(connection, office, firm, contact_key)


def _attached(connection: Connection, office: Office, firm: DrawnFirm, contact_key: str) -> Opened:
    if firm.replaced_by:
        return Opened(None, REPLACED)
    if firm.contact_key == contact_key:
        return Opened(firm)
    if (
        firm.interview
        and firm.interview.finished
        and not _answered_here(connection, office, firm, contact_key)
    ):
        put_doubt(connection, office, firm, "second_person", "")
        return Opened(None, FINISHED)
    if firm.contact_key:  # a forwarded link, or the same person elsewhere: a person looks at it
        put_doubt(connection, office, firm, "second_contact", "")
    for other in other_firms(connection, contact_key, firm):
        put_doubt(connection, office, firm, "same_contact", f"另一家是“{other}”")
    _let_go(connection, contact_key)
    change(connection, firm, contact_key=contact_key)
    event = {
        "kind": "opened",
        "firm": firm.key,
        "contact": office.seal.code("contact", contact_key),
        "again": bool(firm.contact_key),
    }
    chain.add(office.database, connection, firm.campaign, event, office.now())
    return Opened(firm)


def _answered_here(
    connection: Connection, office: Office, firm: DrawnFirm, contact_key: str
) -> bool:
    """Whether this contact answered for the firm and went on to another: it may come back."""
    opened = [
        each["contact"]
        for each in chain.links(connection, firm.campaign)
        if each["kind"] == "opened" and each["firm"] == firm.key
    ]
    codes = office.seal.codes("contact", contact_key)
    return not firm.contact_key and bool(opened) and opened[-1] in codes


def _let_go(connection: Connection, contact_key: str) -> None:
    """One contact answers for one firm at a time: the last invitation it opened."""
    mine = drawn_firm.c.contact_key == contact_key
    connection.execute(drawn_firm.update().where(mine).values(contact_key=None))


def held(connection: Connection, contact_key: str, code: str = "") -> tuple[str, str] | None:
    """Survey and firm of the invitation that a contact opened; None where it opened none.

    With a `code`, None also where that is another one.
    """
    row = connection.execute(_HELD, {"contact": contact_key}).first()
    if row is None or (code and row.token_sha256 != hash_of(code)):
        return None
    return row.campaign, row.key


def is_invitation_of(connection: Connection, code: str, campaign: str, key: str) -> bool:
    """Whether the code is the one that this firm was sent."""
    mine = (drawn_firm.c.campaign == campaign) & (drawn_firm.c.key == key)
    sent = connection.execute(select(drawn_firm.c.token_sha256).where(mine)).scalar()
    return bool(sent == hash_of(code))


def hash_of(code: str) -> str:
    return sha256(code.encode()).hexdigest()
