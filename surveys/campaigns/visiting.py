"""Somebody comes with the link of an invitation: what stands there, and what a form brings.

Looking changes nothing: links are opened by previews and scanners too. Only a press attaches the
person to the firm, as the first message does in chat.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal

from sqlalchemy.engine import Connection

from surveys.campaigns.answering import held_firm, mode_of, time_of
from surveys.campaigns.campaign import Campaign
from surveys.campaigns.doubts import put_doubt
from surveys.campaigns.firms import DrawnFirm, firm_of, invited, keep_interview, sheet_of
from surveys.campaigns.inviting import hash_of
from surveys.campaigns.office import Office
from surveys.campaigns.steps import Step
from surveys.interviews import By, Filled, Form, Interview, Questionnaire, fill

Stand = Literal["new", "mine", "begun", "finished", "replaced", "over"]


@dataclass(frozen=True)
class Visit:
    """The firm of a link, and how the visitor stands to it."""

    survey: Campaign
    firm: DrawnFirm
    mine: bool

    @property
    def interview(self) -> Interview | None:
        return self.firm.interview

    @property
    def sheet(self) -> Questionnaire:
        return sheet_of(self.survey)

    @property
    def stand(self) -> Stand:
        """new, nobody has answered; mine, this visitor does; begun or finished, by another;
        replaced, a reserve is asked instead; over, the survey takes no more answers."""
        if self.firm.replaced_by:
            return "replaced"
        if self.survey.step is not Step.RUNNING:
            return "over"
        if self.mine:
            return "mine"
        interview = self.firm.interview
        if interview and interview.finished:
            return "finished"
        return "begun" if interview and (interview.answers or interview.outcome) else "new"


def visit(office: Office, code: str, contact_key: str) -> Visit | None:
    """What stands behind a link for this contact; None where no firm is asked by it."""
    with office.database.read() as connection:
        return _visit(connection, office, code, contact_key)


def filled_in(
    office: Office, code: str, contact_key: str, asked: Callable[[Questionnaire], Form | None]
) -> Filled | None:
    """Keep the answer of a form; None where this contact does not hold this invitation.

    `asked` makes the form of what came, by the questions of the survey; None where it has no such
    question.
    """
    with office.database.write() as connection:
        found = held_firm(connection, office, contact_key, code)
        if found is None or found[0].interview is None:
            return None
        firm, interview = found[0], found[0].interview
        form = asked(interview.questionnaire)
        if form is None:
            return None
        result = fill(interview, form, By(mode_of(contact_key)), time_of(office))
        if result.came == "kept":
            keep_interview(connection, office, firm, result.interview)
        return result


def leave_words(office: Office, code: str, contact_key: str, words: str, number: str) -> bool:
    """Pass words on to the recommender, once a `number`; whether there was somebody to speak.

    Who holds the invitation may always do so, another person once the interview is finished.
    """
    with office.database.write() as connection:
        found = _visit(connection, office, code, contact_key)
        if found is None or found.interview is None:
            return False
        office.database.one_at_a_time(connection, f"firm {found.survey.id} {found.firm.key}")
        firm = firm_of(connection, office, found.survey, found.firm.key)
        interview = firm.interview or found.interview
        if not (found.mine or found.stand == "finished"):
            return False
        if number not in interview.seen:
            kind = "note" if found.mine else "second_person"
            put_doubt(connection, office, firm, kind, words)
            after = replace(interview, seen=(*interview.seen, number))
            keep_interview(connection, office, firm, after)
        return True


def receipt(code: str) -> str:
    """A number to name the interview by, which tells nothing of the firm or the person.

    It follows from the invitation alone, so that no later key of the house changes it.
    """
    digest = sha256(f"receipt {code}".encode()).digest()
    letters = b32encode(digest).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def _visit(connection: Connection, office: Office, code: str, contact_key: str) -> Visit | None:
    found = invited(connection, office, hash_of(code))
    if found is None:
        return None
    survey, firm = found
    return Visit(survey, firm, bool(contact_key) and firm.contact_key == contact_key)
