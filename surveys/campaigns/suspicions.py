"""Signs that an answer is not the firm's own; a person looks at each of them.

An account known to be the surveyed platform's may not answer at all. Everything else is
only written down: colleagues share telephones, and one agent may keep two firms' books.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.campaigns.campaign import Campaign
from surveys.campaigns.firms import DrawnFirm, firms_of
from surveys.campaigns.office import Office
from surveys.interviews import Interview
from surveys.platforms.model import folded
from surveys.platforms.register import current
from surveys.schema import binding, drawn_firm

PHONE = "phone"
WHO_SPEAKS = ("speaks_for", "name", "position")
Sign = tuple[str, str]  # kind of doubt, and what staff is told


def speaks_for_platform(connection: Connection, contact_key: str, survey: Campaign) -> bool:
    """Whether this contact is bound to the platform that is surveyed."""
    query = select(binding.c.subject).where(
        binding.c.contact_key == contact_key,
        binding.c.role == "platform",
        binding.c.ended_at.is_(None),
    )
    keys = list(connection.execute(query).scalars())
    mine = current(connection, keys) if keys else []
    return any(
        each.credit_code == survey.details.platform_code
        or folded(each.name) == folded(survey.details.platform)
        for each in mine
    )


def other_firms(connection: Connection, contact_key: str, firm: DrawnFirm) -> list[str]:
    """Other firms of the survey that this contact answers for."""
    query = select(drawn_firm.c.name).where(
        drawn_firm.c.campaign == firm.campaign,
        drawn_firm.c.contact_key == contact_key,
        drawn_firm.c.key != firm.key,
    )
    return list(connection.execute(query).scalars())


def signs(
    connection: Connection, office: Office, survey: Campaign, firm: DrawnFirm, said: Interview
) -> Iterator[Sign]:
    """What is noticed when an interview is finished."""
    platform = folded(survey.details.platform)
    own_words = " ".join(each.words for each in said.answers if each.question in WHO_SPEAKS)
    if platform in folded(own_words):
        yield "platform_staff", "答复人自报的姓名、职务里有被测评平台的名称"
    phone = said.values.get(PHONE)
    if not phone:
        return
    same = [
        other.name
        for other in firms_of(connection, office, survey)
        if other.key != firm.key and other.interview and other.interview.values.get(PHONE) == phone
    ]
    if same:  # one matter for somebody to look at, however many they are
        yield "same_phone", f"和“{'”“'.join(same)}”的答复人留了同一个电话"
