"""What staff do for a survey: calls, interviews by phone or visit, and the next reserve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.doubts import put_doubt
from surveys.campaigns.errors import ChangedMeanwhile, NoReserveLeft, NoSuchFirm
from surveys.campaigns.firms import (
    DrawnFirm,
    add_attempt,
    change,
    firm_of,
    firms_of,
    keep_interview,
    new_interview,
)
from surveys.campaigns.inviting import code_of, invite
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step, require
from surveys.campaigns.suspicions import signs
from surveys.interviews import Entered, enter, replacement, require_silence
from surveys.interviews.dispositions import dispositions
from surveys.interviews.record import Mode

# What a call can find out; how an interview ended is known from the interview.
FOUND = (
    "unreachable",
    "wrong_person",
    "number_changed",
    "not_served",
    "closed",
    "refused",
    "other",
)


def tried(
    office: Office, number: str, key: str, call: tuple[Mode, str, str], seen: int | None = None
) -> DrawnFirm:
    """Record one try: how, by whom, and what was found out (empty where nothing is certain).

    `seen` is the firm's `marks` as the caller saw them; raises ChangedMeanwhile if there are more.
    """
    found = call[2]
    if found and found not in FOUND:
        known = "、".join(f"{code}（{dispositions()[code].label}）" for code in FOUND)
        raise NoSuchFirm(f"没有“{found}”这种结果，请写其中一种：{known}。")
    with office.database.write() as connection:
        survey, firm = _asked(connection, office, number, key, seen)
        add_attempt(connection, office, firm, call)
        if found:
            change(connection, firm, found=found)
        return firm_of(connection, office, survey, key)


def entered(
    office: Office,
    number: str,
    key: str,
    answers: Mapping[str, str],
    by: tuple[Mode, str],
    seen: int | None = None,
) -> Entered:
    """Record an interview that staff held; the same questions and checks as in chat.

    `seen` as for `tried`.
    """
    with office.database.write() as connection:
        survey, firm = _asked(connection, office, number, key, seen)
        rows = firm.interview.answers if firm.interview else ()
        result = _entry(office, survey, firm, answers, by)
        confirmed = firm.interview.confirmed if firm.interview else 0
        if (result.interview.answers, result.interview.confirmed) == (rows, confirmed):
            return result  # nothing was learned: a list of mistakes is no contact with the firm
        if any(each.actor == "respondent" for each in rows):
            put_doubt(connection, office, firm, "entered_beside", "")
        add_attempt(connection, office, firm, (*by, ""))
        keep_interview(connection, office, firm, result.interview)
        if result.interview.finished and not confirmed:
            for kind, words in signs(connection, office, survey, firm, result.interview):
                put_doubt(connection, office, firm, kind, words)
    return result


def looked_over(
    connection: Connection,
    office: Office,
    firm: DrawnFirm,
    answers: Mapping[str, str],
    by: tuple[Mode, str],
) -> Entered:
    """What an entry would come to, with its problems; nothing is recorded."""
    survey = campaigns.find(connection, firm.campaign)
    require(survey.step, Step.RUNNING)
    return _entry(office, survey, firm, answers, by)


def _entry(
    office: Office,
    survey: Campaign,
    firm: DrawnFirm,
    answers: Mapping[str, str],
    by: tuple[Mode, str],
) -> Entered:
    mode, interviewer = by
    fresh = new_interview(survey, firm.name, code_of(office, firm.campaign, firm.key))
    return enter(
        firm.interview or fresh,
        answers,
        mode=mode,
        interviewer=interviewer,
        attempt=len(firm.attempts) + 1,
        now=datetime.fromtimestamp(office.now(), UTC),
    )


def replace_firm(office: Office, number: str, key: str) -> DrawnFirm:
    """Ask the next reserve of the draw instead of a firm, for a coded reason.

    Nobody chooses: the reserve is the next in ticket order, of the same stratum. Raises
    TooFewAttempts while the firm must still be tried, NoReserveLeft at the end of the list.
    """
    with office.database.write() as connection:
        survey, firm = _asked(connection, office, number, key)
        now = datetime.fromtimestamp(office.now(), UTC)
        require_silence(firm.disposition, firm.interview, now)
        reason = replacement(firm.disposition, firm.attempts)
        reserve = _next_reserve(firms_of(connection, office, survey), firm.stratum)
        change(connection, firm, replaced_by=reserve.key, reason=reason, contact_key=None)
        invite(connection, office, reserve)
        event = {"kind": "replacement", "firm": key, "by": reserve.key, "reason": reason}
        chain.add(office.database, connection, number, event, office.now())
        return firm_of(connection, office, survey, reserve.key)


def _next_reserve(firms: list[DrawnFirm], stratum: str) -> DrawnFirm:
    for each in firms:
        if each.drawn_as == "reserve" and not each.asked and each.stratum == stratum:
            return each
    raise NoReserveLeft("备选企业已经用完，没有可以替换的企业了。")


def _asked(
    connection: Connection, office: Office, number: str, key: str, seen: int | None = None
) -> tuple[Campaign, DrawnFirm]:
    """A firm that is being asked in a running survey."""
    survey = campaigns.find(connection, number)
    require(survey.step, Step.RUNNING)
    office.database.one_at_a_time(connection, f"firm {number} {key}")
    firm = firm_of(connection, office, survey, key)
    if not firm.asked:
        raise NoSuchFirm(f"“{firm.name}”没有被抽中，也没有替补上来，不能访问它。")
    if firm.replaced_by:
        raise NoSuchFirm(f"“{firm.name}”已经替换过，由备选企业接替，不再访问它，也不能再换一次。")
    if seen is not None and seen != firm.marks:
        raise ChangedMeanwhile(
            f"“{firm.name}”刚刚有了新的记录（联系、作答或录入），这次没有记下，请看过现在的情况再提交。"
        )
    return survey, firm
