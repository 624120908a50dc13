"""Signs that an answer is not the firm's own; a person looks at each of them.

An account known to be the surveyed platform's may not answer at all. Everything else is
only written down: colleagues share telephones, and one agent may keep two firms' books.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.engine import Connection

from surveys.campaigns.campaign import Campaign
from surveys.campaigns.firms import PHONE, DrawnFirm, with_phone
from surveys.campaigns.office import Office
from surveys.interviews import Interview
from surveys.interviews.commands import asks
from surveys.platforms.model import folded
from surveys.platforms.register import current
from surveys.schema import binding, drawn_firm

WHO_SPEAKS = ("speaks_for", "name", "position")
NAMED = 3  # other firms of one telephone, by name
Sign = tuple[str, str]  # kind of doubt, and what staff is told
_I_AM = re.compile(r"(?:我|我们|本人|这里|这边)(?:是|就是|在)(?P<who>[^,，。;；]+)")
_STAFF = re.compile(r"平台(?:上|方|那边)?的?(?:人|人员|员工|工作人员|职工|同事)?$")
_FOR_THEM = re.compile(r"(?<![不没])[帮替代](?:企业|公司|他们|它们|人家)(?:来)?(?:填|答|回答|作答)")
_CLOSED = re.compile("(?<!没)(?<!没有)(?<!未)(?:注销|吊销|倒闭|破产|停业|歇业|关门|关张)")
_RUN = 4  # letters of its name by which a platform is known: 服务中心 is 市中小企业服务中心
_SAYS_LITTLE = "中小企业公共服务"  # in the name of many a platform


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


def says_platform(text: str, survey: Campaign, firm: DrawnFirm) -> bool:
    """Whether somebody says to be of the surveyed platform, or to answer in a firm's stead."""
    if asks(text):
        return False
    if _FOR_THEM.search(text):
        return True
    named = _I_AM.search(text)
    if named is None:
        return False
    who, platform = folded(named["who"]), folded(survey.details.platform)
    runs = {platform[at : at + _RUN] for at in range(len(platform) - _RUN + 1)}
    others = f"{folded(firm.name)} {_SAYS_LITTLE}"
    return bool(_STAFF.search(who)) or any(run in who and run not in others for run in runs)


def says_closed(text: str) -> bool:
    """Whether somebody says that the firm is no more: 我们公司去年注销了."""
    return not asks(text) and bool(_CLOSED.search(text))


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
    if not isinstance(phone, str) or not phone:
        return
    sharing = with_phone(connection, office, survey, phone)
    if others := [f"“{each.name}”" for each in sharing if each.key != firm.key]:
        more = f"等{len(others)}家" if len(others) > NAMED else ""
        yield "same_phone", f"和{'、'.join(others[:NAMED])}{more}的答复人留了同一个电话"
