"""The yearly report on a recommender's platforms as a Word document (Article 21, paragraph 1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from docx.shared import Cm, Pt

from surveys.inspection.wording import day, say, words
from surveys.inspection.wording import quoted as quotation
from surveys.inspection.year import Inspected
from surveys.record.document import (
    CELL,
    add_row,
    centred,
    fill,
    head_and_foot,
    merged_row,
    new_document,
    right,
    table,
    to_bytes,
    write,
)
from surveys.results.figures import Tally, tallies
from surveys.results.model import SurveyRecord
from surveys.results.telling import percent, sentence

ALL = (Cm(4.6), Cm(2.6), Cm(1.3), Cm(1.3), Cm(1.3), Cm(1.5), Cm(1.5), Cm(1.5), Cm(1.4))
MONTHS = (Cm(2.6), Cm(4.8), Cm(4.8), Cm(4.8))
QUESTIONS = (Cm(4.5), Cm(5), Cm(7.5))
WHOLE = sum(ALL)
TO_WRITE, SEALED = Cm(3.2), Cm(3)


def inspection_report(
    recommender: str, year: int, found: Sequence[Inspected], today: date
) -> bytes:
    """The .docx; what only a person can say is left as room to write in."""
    title = say("title", year=year)
    document = new_document(title)
    head = say("draft", year=year) if today.year <= year else ""
    head_and_foot(document, head, words()["foot"], words()["page"])
    centred(document.add_paragraph(), title, size=Pt(18), bold=True)
    _line(document, say("basis", **quotation("annual_report")))
    _line(document, say("recommender", name=recommender))
    _line(document, say("made", day=day(today)))
    parts: list[tuple[str, Callable[[], None]]] = [("all", lambda: _all(document, year, found))]
    if found:
        parts.append(("each", lambda: _each(document, found, today)))
    parts.append(("open", lambda: _to_write(document)))
    for numeral, (name, part) in zip(words()["numerals"], parts, strict=False):
        _heading(document, f"{numeral}、{words()['headings'][name]}")
        part()
    return to_bytes(document)


def _all(document: Any, year: int, found: Sequence[Inspected]) -> None:
    if not found:
        _line(document, say("none", year=year))
        return
    sums = {
        state: sum(each.count(state) for each in found)
        for state in ("on_time", "late", "missing", "unknown")
    }
    owed = sum(len(each.owed) for each in found)
    surveyed = sum(bool(each.surveys) for each in found)
    counts = {"platforms": len(found), "owed": owed, "surveyed": surveyed, **sums}
    _line(document, say("counted", year=year, **counts))
    made = table(document, ALL)
    add_row(made, words()["columns"], bold=True, heading=True)
    for each in found:
        add_row(made, _row(each))


def _row(each: Inspected) -> tuple[str, ...]:
    counts = (each.count("on_time"), each.count("late"), each.count("missing"))
    return (
        each.entry.name,
        words()["standings"][each.standing],
        str(len(each.owed)),
        *map(str, counts),
        str(each.count("unknown")),
        str(len(each.run)),
        say("times", count=len(each.surveys)) if each.surveys else "—",
    )


def _each(document: Any, found: Sequence[Inspected], today: date) -> None:
    for number, each in enumerate(found, 1):
        _one(document, number, each, today)


def _one(document: Any, number: int, each: Inspected, today: date) -> None:
    entry = each.entry
    _heading(document, f"{number}. {entry.name}", level=2)
    facts = {
        "code": entry.credit_code,
        "certified": day(entry.certified_on),
        "until": day(entry.valid_until),
        "at": words()["at"]["over" if today.year > each.year else "going"],
        "standing": words()["standings"][each.standing],
    }
    _line(document, say("facts", **facts))
    _reports(document, each)
    _surveys(document, each.surveys)
    _strong(document, say("events"))
    for event in each.events:
        note = f"：{event.note}" if event.note else ""
        _line(document, say("event", day=day(event.day), kind=event.kind, note=note))
    if not each.events:
        _line(document, say("no_event"))


def _reports(document: Any, each: Inspected) -> None:
    _strong(document, say("reports", unit=quotation("monthly_filing")["unit"]))
    for line in run_told(each):
        _line(document, line)
    made = table(document, MONTHS)
    add_row(made, words()["months"], bold=True, heading=True)
    for one in each.months:
        filed = day(one.filed) if one.filed else "—"
        due = "—" if one.state in ("not_owed", "not_yet") else day(one.due)
        state = words()["month_states"][one.state]
        add_row(made, (say("month", number=one.month.number), state, filed, due))


def run_told(each: Inspected) -> list[str]:
    """The longest run with what the text says of such a run; what is not recorded is named."""
    lines = []
    if each.run:
        lines.append(say("run", count=len(each.run), first=each.run[0], last=each.run[-1]))
    elif not each.count("unknown"):
        lines.append(say("no_run"))
    for name in ("notify", "revoke"):
        rule = quotation(name)
        if len(each.run) >= rule["number"]:
            lines.append(say("quoted", **rule))
    if unknown := each.count("unknown"):
        lines.append(say("unknown_run", count=unknown))
    return lines


def _surveys(document: Any, surveys: Sequence[SurveyRecord]) -> None:
    _strong(document, say("surveys", unit=quotation("annual_report")["unit"]))
    if not surveys:
        _line(document, say("no_survey"))
    for record in surveys:
        sizes = {"size": record.planned_size, "done": len(record.finished)}
        closed = day(record.closed_at or record.opened_at)
        _line(document, say("survey", closed=closed, **sizes))
        _line(document, sentence(record))
        made = table(document, QUESTIONS)
        add_row(made, words()["questions"], bold=True, heading=True)
        for each in tallies(record):
            add_row(made, _question(record, each))


def _question(record: SurveyRecord, each: Tally) -> tuple[str, str, str]:
    rate, interval = say("no_rate"), say("no_interval")
    if each.rate is not None:
        counts = {"graded": each.graded, "count": each.satisfied}
        rate = say("satisfied", share=percent(each.rate), **counts)
    if each.interval:
        ends = {"least": each.interval.least, "most": each.interval.most}
        interval = say("interval", population=record.frame_size, **ends)
    return (each.label, rate, interval)


def _to_write(document: Any) -> None:
    made = table(document, (WHOLE,))
    for label in words()["open"].values():
        fill(merged_row(made, TO_WRITE, whole=True), [label], bold=True)
    last = merged_row(made, SEALED, whole=True)
    right(last.paragraphs[0], words()["seal"], size=CELL)
    right(last.add_paragraph(), words()["date"], size=CELL)


def _heading(document: Any, text: str, level: int = 1) -> None:
    write(document.add_heading(level=level), text)


def _strong(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    write(paragraph, text, bold=True)


def _line(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    write(paragraph, text)
