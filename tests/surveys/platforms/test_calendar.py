"""The calendar file, read back by a reader of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules.deadlines.months import Month
from surveys.platforms.calendar import icalendar
from surveys.platforms.duties import Duty, ahead
from surveys.platforms.model import Happening, Record
from tests.surveys.platforms.invented import at, code, entry

TODAY, NOW = date(2026, 3, 5), at("2026-03-05 10:00")
RENAMED = Happening(1, "更名", date(2026, 1, 10))
RECORD = Record(replace(entry(1), key=code(1)), {Month(2026, 2): TODAY}, (RENAMED,))
names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=120)


def read(text: str) -> list[dict[str, list[str]]]:
    """The events of a calendar: each property with its values, unfolded and unescaped."""
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")
    events: list[dict[str, list[str]]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and ":" in line:
            name, _, value = line.partition(":")
            plain = re.sub(r"\\(.)", lambda match: match[1].replace("n", "\n"), value)
            events[-1].setdefault(name, []).append(plain)
    return events


def test_what_lies_ahead_stands_in_the_calendar():
    duties = ahead(RECORD, TODAY, 12)
    events = read(icalendar(RECORD.entry.name, duties, NOW))
    starts = [each["DTSTART;VALUE=DATE"][0] for each in events]

    assert starts[:2] == ["20260410", "20260410"]
    assert starts[-1] == "20280319"
    assert len(events) == 11 + 1 + 1
    assert "20260310" not in starts  # February is filed
    assert all(len(each["TRIGGER"]) == 2 for each in events)
    assert events[0]["DTEND;VALUE=DATE"] == ["20260411"]
    assert events[0]["DTSTAMP"] == ["20260305T020000Z"]


def test_reports_end_with_the_validity():
    near_the_end = ahead(RECORD, date(2028, 1, 5), 12)

    assert [str(each.due) for each in near_the_end if "月报" in each.key] == [
        "2028-01-10",
        "2028-02-10",
        "2028-03-10",
        "2028-04-10",
    ]


def test_an_event_keeps_its_uid():
    def uids(day: date) -> list[str]:
        return [each["UID"][0] for each in read(icalendar("某", ahead(RECORD, day, 12), NOW))]

    first, later = uids(TODAY), uids(TODAY + timedelta(days=1))

    assert first == later
    assert len(set(first)) == len(first)


@given(name=names)
def test_any_name_is_folded_and_read_back(name):
    duty = Duty("某:月报:2026-03", date(2026, 4, 10), "填报", ())
    text = icalendar(name, [duty], NOW)

    assert [line for line in text.split("\r\n") if len(line.encode()) > 75] == []
    assert read(text)[0]["SUMMARY"] == [f"填报：{name}"]
    assert text.count("\n") == text.count("\r\n")
