"""What of the register somebody sees: a recommender its own platforms, a platform itself."""

from __future__ import annotations

from datetime import date

from bot.console.errors import PageNotFound
from bot.console.page import Visit
from bot.console.staff import Role, Staff
from surveys.platforms import records, register
from surveys.platforms.model import Entry, Record, beijing_day
from surveys.platforms.register import Said


def sees(staff: Staff, entry: Entry) -> bool:
    """Whether a platform is somebody's to look at."""
    if staff.role is Role.PLATFORM:
        return entry.key == staff.subject
    return entry.recommender == staff.subject


def entries_of(visit: Visit) -> list[Entry]:
    """The platforms that somebody sees, by name."""
    found = register.entries(visit.desk.office.database)
    return [each for each in found if sees(visit.staff, each)]


def records_of(visit: Visit) -> list[Record]:
    """The same with their reports and events."""
    keys = [each.key for each in entries_of(visit)]
    return records.records(visit.desk.office.database, keys)


def record_of(visit: Visit) -> Record:
    """The platform that the address names; raises PageNotFound for somebody else's too."""
    key = visit.request.path_params["key"]
    keys = [key] if key.isascii() and key.isalnum() else []
    for record in records.records(visit.desk.office.database, keys):
        if sees(visit.staff, record.entry):
            return record
    raise PageNotFound("没有这个平台，或者它不归您所在单位查看。")


def today(visit: Visit) -> date:
    """The day in Beijing."""
    return beijing_day(visit.desk.office.now())


def said_by(visit: Visit) -> Said:
    """Who says so, by role and number: the register holds no names of people."""
    staff = visit.staff
    return Said(f"控制台{staff.role.word}{staff.id}号", visit.desk.office.now())


def shown_source(by: str) -> str:
    """Who said so, without the key of a chat contact."""
    return "聊天中绑定的人" if ":" in by else by
