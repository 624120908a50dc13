"""Duties as a calendar that phones and computers import (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from surveys.platforms.duties import Duty

OCTETS = 75  # of a line, its end not counted
ALARMS = ("-P6DT15H", "-PT15H")  # at nine in the morning, seven days and one day before


def icalendar(name: str, duties: Iterable[Duty], now: float) -> str:
    """The text of an .ics file; an event keeps its UID, so that importing again updates it."""
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Huiqi//Deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for duty in duties:
        lines += _event(name, duty, stamp)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(name: str, duty: Duty, stamp: str) -> Iterator[str]:
    """One day, so that no time zone moves it."""
    summary = _escaped(f"{duty.says}：{name}")
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(duty)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(duty.due)}"
    yield f"DTEND;VALUE=DATE:{_day(duty.due + timedelta(days=1))}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_escaped('按征求意见稿计算；读法不一的，取较早的一天。')}"
    yield "TRANSP:TRANSPARENT"
    for trigger in ALARMS:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{trigger}")
        yield f"DESCRIPTION:{summary}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _uid(duty: Duty) -> str:
    """From what the duty is, not from its day: a date that is corrected moves the event."""
    return f"{hashlib.sha256(duty.key.encode()).hexdigest()[:32]}@huiqi"


def _day(day: date) -> str:
    return day.strftime("%Y%m%d")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Cut after at most 75 octets, never inside a character; what follows begins with a space."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > OCTETS:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])
