"""Putting on record what somebody did at the console."""

from __future__ import annotations

from bot.console.door import address_of
from bot.console.page import Visit
from surveys.staff import audit
from surveys.staff.addresses import masked_address
from surveys.staff.audit import Act


def record(visit: Visit, what: str, about: str) -> None:
    """Put an act on record: a word or two, and the object. Every look at unmasked data is one."""
    office = visit.desk.office
    act = Act(visit.staff.id, what, about, masked_address(address_of(visit.request)))
    with office.database.write() as connection:
        audit.add(office.database, connection, act, office.now())
