"""The blank 申请报告 (附件2) as a Word document, laid out as its source text lays it out."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL
from docx.shared import Cm, Pt

from surveys.forms.application_sections import (
    abilities,
    basics,
    equipment,
    partners,
    people,
    served,
    support,
    years,
)
from surveys.forms.words import annex_2
from surveys.record.document import (
    BODY_FONT,
    GREY,
    HEADING_FONT,
    TITLE_FONT,
    add_row,
    centred,
    head_and_foot,
    new_document,
    right,
    table,
    to_bytes,
    underline,
    write,
)

COVER = (Cm(4.6), Cm(8.8), Cm(3.2))
SIXTEEN, FIFTEEN = Pt(16), Pt(15)  # 三号, 小三
ROOM = 6  # empty lines under each heading of the account
LINE = Pt(28)  # between lines of official papers


def application_form() -> bytes:
    """The .docx that an applicant fills in."""
    document = new_document("".join(annex_2()["cover"]["title"]))
    head_and_foot(document, "", ("",), annex_2()["page"])
    for part in (_cover, _contents, _form, _account, _declaration):
        part(document)
    return to_bytes(document)


def _cover(document: Any) -> None:
    words = annex_2()["cover"]
    write(document.add_paragraph(), words["annex"], size=SIXTEEN, font=HEADING_FONT)
    _gap(document, Cm(2.6))
    for line in words["title"]:
        centred(document.add_paragraph(), line, size=Pt(26), font=TITLE_FONT)
    _gap(document, Cm(5.4))
    made = table(document, COVER, bordered=False)
    for label, value, after in (
        (words["name"], "", words["seal"]),
        (words["day"], words["date"], ""),
    ):
        row = add_row(made, ("", "", ""))
        row.height = Cm(1.4)
        right(row.cells[0].paragraphs[0], label, size=FIFTEEN)
        centred(row.cells[1].paragraphs[0], value, size=FIFTEEN)
        write(row.cells[2].paragraphs[0], after, size=FIFTEEN)
        underline(row.cells[1])
        for cell in row.cells:
            cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
    _gap(document, Cm(5))
    centred(document.add_paragraph(), words["ministry"], size=SIXTEEN, font=HEADING_FONT)


def _gap(document: Any, height: Any) -> None:
    document.add_paragraph().paragraph_format.space_after = height


def _title(document: Any, text: str) -> None:
    """On a page of its own, as every part of the report begins."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.page_break_before = True
    paragraph.paragraph_format.space_after = Pt(12)
    centred(paragraph, text, size=Pt(20), font=TITLE_FONT)


def _contents(document: Any) -> None:
    words = annex_2()
    _title(document, words["contents"]["title"])
    first, second, third = words["contents"]["lines"]
    points = ["".join(point) for point in words["account"]["points"]]
    for line in (first, second, *points, third):
        write(_indented(document), line, size=SIXTEEN, font=BODY_FONT)


def _indented(document: Any) -> Any:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = 2 * SIXTEEN
    paragraph.paragraph_format.line_spacing = LINE
    return paragraph


def _form(document: Any) -> None:
    _title(document, annex_2()["form"]["title"])
    for section in (basics, years, abilities, partners, support, people, equipment, served):
        section(document)


def _account(document: Any) -> None:
    words = annex_2()["account"]
    _title(document, words["title"])
    for heading, hint in words["points"]:
        paragraph = _indented(document)
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, heading, size=SIXTEEN, font=HEADING_FONT)
        if hint:
            paragraph = _indented(document)
            paragraph.paragraph_format.line_spacing = Pt(20)
            paragraph.paragraph_format.keep_with_next = True
            write(paragraph, hint, size=Pt(12), font=BODY_FONT, colour=GREY)
        for _ in range(ROOM):
            _room(document)


def _room(document: Any) -> None:
    """An empty line in the font in which the applicant goes on writing."""
    write(_indented(document), "　", size=SIXTEEN, font=BODY_FONT)


def _declaration(document: Any) -> None:
    words = annex_2()["declaration"]
    _title(document, words["title"])
    _gap(document, Cm(0.6))
    before, after = words["truth"]
    write(_indented(document), f"{before}        {after}", size=SIXTEEN, font=BODY_FONT)
    paragraph = _indented(document)
    before, after = words["only"]
    write(paragraph, before, size=SIXTEEN, font=BODY_FONT)
    write(paragraph, " " * 30, size=SIXTEEN, font=BODY_FONT).underline = True
    write(paragraph, after, size=SIXTEEN, font=BODY_FONT)
    for line in words["contact"]:
        write(_indented(document), line, size=SIXTEEN, font=BODY_FONT)
    _gap(document, Cm(2))
    for line in words["signed"]:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(6.5)
        paragraph.paragraph_format.space_after = Cm(0.9)
        write(paragraph, line, size=SIXTEEN, font=BODY_FONT)
