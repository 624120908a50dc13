"""An invited person answers: each message is one step of the firm's one interview."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from surveys.campaigns import inviting
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.doubts import put_doubt
from surveys.campaigns.firms import (
    DrawnFirm,
    add_attempt,
    keep_interview,
    new_interview,
    with_survey,
)
from surveys.campaigns.office import Office
from surveys.campaigns.suspicions import WHO_SPEAKS, says_closed, says_platform, signs
from surveys.interviews import By, Message, Press, Turn, begin, reply
from surveys.interviews.commands import asks, command, corrects_later
from surveys.interviews.record import Mode
from surveys.interviews.said import Said

REPEAT = "重述"
ABOUT_THE_PERSON = ("consent", *WHO_SPEAKS)
NOT_YOURS = (
    "这份问卷要由接受服务的企业自己答，被测评的平台不能代答；您这句话已记录，供推荐单位查看。"
    "您不是企业的人，请说“停止”，把邀请转交给企业。"
)
CLOSED_DOWN = "您说企业已经注销或停业，这句话已记录，由推荐单位核实；不用再答了，请说“停止”。"
_BESIDE = re.compile(
    "(?:我们?|再|还|想|要|请|帮我?)*(?:补充[一两几][点句下条]|留言|转告|转达|告诉推荐单位)"
)


@dataclass(frozen=True)
class Reply:
    """What is said to the person; `regulation` where the rules were asked about first."""

    turn: Turn
    campaign: str
    firm: str

    @property
    def says(self) -> Sequence[str]:
        return self.turn.says


def opened(office: Office, code: str, contact_key: str) -> Reply | str:
    """Begin the interview of an invitation, or go on with it; a sentence where that cannot be."""
    found = inviting.open_invitation(office, code, contact_key)
    if found.firm is None:
        return found.sentence
    with office.database.write() as connection:
        mine = held_firm(connection, office, contact_key)
        assert mine is not None  # opened just now
        firm, survey = mine
        if firm.interview is None:
            by = By(mode_of(contact_key))
            interview = new_interview(survey, firm.name, code)
            turn = begin(replace(interview, by=by), time_of(office))
            add_attempt(connection, office, firm, (by.mode, by.actor, ""))
            keep_interview(connection, office, firm, turn.interview)
        else:
            turn = reply(firm.interview, REPEAT, time_of(office))
    return Reply(turn, firm.campaign, firm.key)


def answered(office: Office, contact_key: str, said: Said, code: str = "") -> Reply | None:
    """What a message or a button leads to; None where this contact holds no invitation.

    With a `code`, None also where it holds another one.
    """
    with office.database.write() as connection:
        mine = held_firm(connection, office, contact_key, code)
        if mine is None or mine[0].interview is None:
            return None
        firm, interview = mine[0], mine[0].interview
        turn = reply(interview, said, time_of(office))
        if turn.then == "repeated":  # a turn run again says again what is open
            return Reply(reply(interview, REPEAT, time_of(office)), firm.campaign, firm.key)
        keep_interview(connection, office, firm, turn.interview)
        if interview.asked in ABOUT_THE_PERSON and says_platform(_words(said), mine[1], firm):
            put_doubt(connection, office, firm, "platform_staff", _words(said))
            turn = replace(turn, says=(NOT_YOURS, *turn.says), then="ask")
        elif interview.asked in ABOUT_THE_PERSON and says_closed(_words(said)):
            put_doubt(connection, office, firm, "firm_closed", _words(said))
            turn = replace(turn, says=(CLOSED_DOWN, *turn.says), then="ask")
        if turn.interview.finished and not interview.finished:
            for kind, words in signs(connection, office, mine[1], firm, turn.interview):
                put_doubt(connection, office, firm, kind, words)
        if turn.then == "note":
            put_doubt(connection, office, firm, "note", _words(said))
        elif turn.then == "staff":
            put_doubt(connection, office, firm, "wants_staff", _words(said))
    return Reply(turn, firm.campaign, firm.key)


def holds_invitation(office: Office, contact_key: str) -> bool:
    with office.database.read() as connection:
        return inviting.held(connection, contact_key) is not None


def hears(office: Office, contact_key: str, text: str, words: bool) -> bool:
    """Whether an interview that is over takes the text: a command, or `words` that it asked for.

    A finished one also takes what changes an answer or adds to it. Words were asked for of
    somebody who is not in charge, and after the end of the survey.
    """
    with office.database.read() as connection:
        held = inviting.held(connection, contact_key)
        if held is None:
            return False
        found = with_survey(connection, office, *held)[1].interview
    if found is None or command(text):
        return found is not None
    adds = corrects_later(found.questionnaire, text) or (
        _BESIDE.match(text.strip()) and not asks(text)
    )
    if found.stage == "finished" and adds:
        return True
    asked_for = found.stage == "closed" or found.outcome == "wrong_person"
    return words and asked_for and not asks(text)


def held_firm(
    connection: Connection, office: Office, contact_key: str, code: str = ""
) -> tuple[DrawnFirm, Campaign] | None:
    """The firm that a contact answers for, read when no other message of it is under way."""
    held = inviting.held(connection, contact_key, code)
    if held is None:
        return None
    number, key = held
    office.database.one_at_a_time(connection, f"firm {number} {key}")
    survey, firm = with_survey(connection, office, number, key)
    return firm, survey


def mode_of(contact_key: str) -> Mode:
    """Contacts of the chat page answer on the web, all others in a chat (测评方法, 附件1)."""
    return "web" if contact_key.startswith("web:") else "chat"


def _words(said: Said) -> str:
    if isinstance(said, Message):
        return said.text
    if isinstance(said, Press):
        return said.button.title
    return str(said)


def time_of(office: Office) -> datetime:
    return datetime.fromtimestamp(office.now(), UTC)
