"""Who is meant: a contact of a channel or a phone number, and what belongs to the same person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from surveys import chain
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.errors import NoSuchFirm
from surveys.campaigns.firms import DrawnFirm, firms_of, personal
from surveys.campaigns.office import Office
from surveys.personal import blanking
from surveys.phones import parse_phone

CHANNELS = ("web:", "tg:", "wx:")


@dataclass(frozen=True)
class Part:
    """What a person has to do with one firm of a survey."""

    survey: Campaign
    firm: DrawnFirm
    answered: bool  # the interview is this person's
    listed: bool  # the list names this person's number


@dataclass(frozen=True)
class Person:
    """One person's contacts and numbers, and the firms of surveys where they stand."""

    contacts: tuple[str, ...]
    phones: tuple[str, ...]
    parts: tuple[Part, ...]


def person_of(connection: Connection, office: Office, named: str) -> Person:
    """What belongs together with a contact or a number.

    A contact's numbers are those given in its interviews; a number's contacts are those who
    gave it. It goes no further: several people of one firm may give one number.
    """
    contacts, phones = _named(named)
    firms = [
        each
        for survey in campaigns.all_of(connection)
        if blanking.is_drawn(survey.step)
        for each in _firms(connection, office, survey, contacts)
    ]
    if contacts:
        phones = {each.said for each in firms if each.opened and each.said}
    else:
        firms = [replace(each, opened=each.said in phones) for each in firms]
        contacts = {each.firm.contact_key for each in firms if each.opened} - {""}
    parts = (Part(each.survey, each.firm, each.opened, each.listed in phones) for each in firms)
    return Person(
        tuple(sorted(contacts)),
        tuple(sorted(phones)),
        tuple(each for each in parts if each.answered or each.listed),
    )


@dataclass(frozen=True)
class _Known:
    """A drawn firm, the numbers of its list and its interview, and whether it is the contact's."""

    survey: Campaign
    firm: DrawnFirm
    listed: str
    said: str
    opened: bool


def _firms(
    connection: Connection, office: Office, survey: Campaign, contacts: set[str]
) -> Iterator[_Known]:
    codes = {code for each in contacts for code in office.seal.codes("contact", each)}
    opened = {
        link["firm"]
        for link in chain.links(connection, survey.id)
        if link["kind"] == "opened" and link["contact"] in codes
    }
    for firm in firms_of(connection, office, survey):
        # A contact that opened another invitation since no longer holds this one.
        left = firm.key in opened and not firm.contact_key
        listed = personal(connection, office, survey.id, firm.key).get("phone", "")
        mine = firm.contact_key in contacts or left
        yield _Known(survey, firm, listed, _said_phone(firm), mine)


def _named(named: str) -> tuple[set[str], set[str]]:
    if named.startswith(CHANNELS):
        return {named}, set()
    phone = parse_phone(named)
    if phone is None:
        raise NoSuchFirm("请写联系人编号（web:、tg: 或 wx: 开头）或一个电话号码。")
    return set(), {phone}


def _said_phone(firm: DrawnFirm) -> str:
    answer = firm.interview.answer_to("phone") if firm.interview else None
    return str(answer.value or "") if answer else ""
