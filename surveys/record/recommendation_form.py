"""The 推荐表 (附件1) as a Word document, laid out as its source text lays it out (Article 10).

The text leaves open whether 影响和作用 is one block or a column of every firm, and many firms do
not fit the form's own table; a Layout says which. The record alone says which firms are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Cm, Pt

from surveys.record.document import (
    BODY,
    CELL,
    RED,
    add_row,
    centred,
    fill,
    head_and_foot,
    merged_row,
    new_document,
    next_sheet,
    right,
    seam,
    table,
    to_bytes,
    underline,
    write,
    write_symbols,
)
from surveys.record.form_content import (
    FirmLine,
    any_changed,
    boxes,
    draft_header,
    effects,
    explained,
    firm_lines,
    foot,
    other_lines,
    summary,
)
from surveys.record.wording import say, words
from surveys.results.model import SurveyRecord

FITS_TABLE = 15  # more firms than this go to a sheet of their own
COVER = (Cm(6.8), Cm(9.8))
SIX = (Cm(3.9), Cm(1.9), Cm(1.9), Cm(2.8), Cm(2.8), Cm(3.7))  # eleven digits in one line
SEVEN = (Cm(3.1), Cm(1.5), Cm(1.6), Cm(2.8), Cm(2.2), Cm(2.7), Cm(3.1))
SHEET = (Cm(1.2), Cm(5.2), Cm(2), Cm(2.2), Cm(2.7), Cm(3.6), Cm(4.4), Cm(4.4))
OTHERS = (Cm(1.2), Cm(6.4), Cm(1.5), Cm(3), Cm(2), Cm(5.2), Cm(6.4))
WHOLE = sum(SIX)


class RowsIn(StrEnum):
    """Where the firms stand."""

    TABLE = "table"
    APPENDIX = "appendix"


class EffectsIn(StrEnum):
    """Where 影响和作用 stands."""

    BLOCK = "block"
    COLUMN = "column"


@dataclass(frozen=True)
class Layout:
    """Which of the arrangements that 附件1 allows."""

    rows: RowsIn = RowsIn.TABLE
    effects: EffectsIn = EffectsIn.BLOCK


def fitting(record: SurveyRecord) -> Layout:
    """The firms in the form's own table as long as they fit."""
    fits = len(record.finished) <= FITS_TABLE
    return Layout(RowsIn.TABLE if fits else RowsIn.APPENDIX)


def recommendation_form(record: SurveyRecord, layout: Layout | None = None) -> bytes:
    """The .docx of the form; with fewer than ten finished interviews it is marked as a draft."""
    layout = layout or fitting(record)
    document = new_document("".join(words()["form"]["title"]))
    head = draft_header(record)
    head_and_foot(document, head, foot(record), words()["foot"]["page"])
    form = words()["form"]
    named = ((form["platform"], record.platform), (form["recommender"], record.recommender))
    cover(document, named, head)
    document.add_page_break()
    _method(document, record)
    seam(document)
    _firms(document, record, layout)
    seam(document)
    _closing(document, record, layout)
    _sheets(document, record, layout)
    return to_bytes(document)


def cover(document: Any, named: Sequence[tuple[str, str]], head: str = "") -> None:
    """The first page: the title, and labels with what is written beside them."""
    form = words()["form"]
    _gap(document, Cm(2.5))
    if head:
        centred(document.add_paragraph(), words()["draft"]["word"], size=Pt(36), colour=RED)
    for line in form["title"]:
        centred(document.add_paragraph(), line, size=Pt(26), bold=True)
    _gap(document, Cm(5))
    lines = table(document, COVER, bordered=False)
    for label, value in named:
        row = add_row(lines, ("", ""))
        right(row.cells[0].paragraphs[0], label, size=Pt(15))
        centred(row.cells[1].paragraphs[0], value, size=Pt(15))
        underline(row.cells[1])
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        row.height = Cm(1.4)
    _gap(document, Cm(5))
    centred(document.add_paragraph(), form["ministry"], size=Pt(16), bold=True)


def _gap(document: Any, height: Any) -> None:
    document.add_paragraph().paragraph_format.space_after = height


def _method(document: Any, record: SurveyRecord) -> None:
    form = words()["form"]
    made = table(document, (Cm(2.2), WHOLE - Cm(2.2)))
    centred(merged_row(made).paragraphs[0], form["table"], size=Pt(12), bold=True)
    row = add_row(made, (form["method"], ""))
    for box, method in boxes(record):
        write_symbols(row.cells[1].paragraphs[0], box, size=BODY)
        write(row.cells[1].paragraphs[0], f"{method}　", size=BODY)
    for line in summary(record):
        write(row.cells[1].add_paragraph(), line, size=CELL)


def _firms(document: Any, record: SurveyRecord, layout: Layout) -> None:
    lines = firm_lines(record)
    by_firm = layout.effects is EffectsIn.COLUMN and layout.rows is RowsIn.TABLE
    made = table(document, SEVEN if by_firm else SIX)
    columns = words()["form"]["columns"]
    add_row(made, _with(columns, words()["form"]["effects"], by_firm), bold=True, heading=True)
    if layout.rows is RowsIn.APPENDIX:
        said = str(words()["rows_in_appendix"]).format(count=len(lines), sheet=_sheet(1))
        fill(merged_row(made), [said])
    elif not lines:
        fill(merged_row(made), [words()["no_rows"]])
    else:
        for line in lines:
            add_row(made, _with(line.cells, line.effects, by_firm))
        _remarks(made, _notes(record, by_firm))


def _with(cells: Sequence[str], effects_text: str, by_firm: bool) -> tuple[str, ...]:
    return (*cells, effects_text) if by_firm else tuple(cells)


def _notes(record: SurveyRecord, by_firm: bool) -> list[str]:
    notes = [str(words()["changed"])] if any_changed(record) else []
    return [*notes, say("effects", "column_note")] if by_firm else notes


def _remarks(made: Any, notes: Sequence[str]) -> None:
    if notes:
        fill(merged_row(made), notes, size=Pt(8.5))


def _closing(document: Any, record: SurveyRecord, layout: Layout) -> None:
    made = table(document, (Cm(3), WHOLE - Cm(3)))
    if layout.effects is EffectsIn.BLOCK:
        sheet = _sheet(1) if layout.rows is RowsIn.APPENDIX else ""
        row = add_row(made, (words()["form"]["effects"], ""))
        _draft_text(row.cells[1], effects(record, sheet))
    opinion(made)


def _draft_text(cell: Any, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        is_note = len(lines) > 1 and number == 0
        look = {"colour": RED} if is_note else {}
        write(paragraph, line, size=CELL, **look)


def opinion(made: Any) -> None:
    """Left empty: the recommending unit writes it, seals it and dates it."""
    form = words()["form"]
    cell = merged_row(made, Cm(7.5), whole=True)
    write(cell.paragraphs[0], form["opinion"], size=BODY)
    cell.paragraphs[0].paragraph_format.space_after = Cm(4.6)
    right(cell.add_paragraph(), form["seal"] + "　　　　", size=BODY)
    right(cell.add_paragraph(), form["date"], size=BODY)


def _sheets(document: Any, record: SurveyRecord, layout: Layout) -> None:
    number = 1
    next_sheet(document, landscape=True)
    if layout.rows is RowsIn.APPENDIX:
        _firms_sheet(document, record, firm_lines(record))
        number += 1
        document.add_page_break()
    _others_sheet(document, record, number)
    next_sheet(document, landscape=False)
    document.add_heading(words()["sheets"]["explained"], level=1)
    for heading, lines in explained(record).items():
        document.add_heading(heading, level=2)
        for line in lines:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(4)
            write(paragraph, line, size=Pt(10))


def _firms_sheet(document: Any, record: SurveyRecord, lines: Sequence[FirmLine]) -> None:
    sheets, form = words()["sheets"], words()["form"]
    document.add_heading(f"{_sheet(1)}　{sheets['firms']}", level=1)
    made = table(document, SHEET)
    heads = (sheets["place"], *form["columns"], form["effects"])
    add_row(made, heads, bold=True, heading=True)
    for line in lines:
        add_row(made, (str(line.order), *line.cells, line.effects))
    _remarks(made, _notes(record, by_firm=True))


def _others_sheet(document: Any, record: SurveyRecord, number: int) -> None:
    sheets = words()["sheets"]
    document.add_heading(f"{_sheet(number)}　{sheets['others']}", level=1)
    lines = other_lines(record)
    if not lines:
        document.add_paragraph(sheets["no_others"])
        return
    made = table(document, OTHERS)
    add_row(made, sheets["others_columns"], bold=True, heading=True)
    for line in lines:
        add_row(made, line)


def _sheet(number: int) -> str:
    return say("sheets", "number", number=number)
