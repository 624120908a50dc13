"""The blank 推荐表 (附件1) as a Word document, to be filled in by hand."""

from __future__ import annotations

from typing import Any

from docx.shared import Cm, Pt

from surveys.record.document import (
    BODY,
    add_row,
    centred,
    head_and_foot,
    merged_row,
    new_document,
    seam,
    table,
    to_bytes,
    write,
    write_symbols,
)
from surveys.record.recommendation_form import SIX, WHOLE, cover, opinion
from surveys.record.wording import words
from surveys.results.codes import words as result_words

FIRMS = 15  # five more than the least that must be asked
LINE, TALL = Cm(0.95), Cm(6)


def recommendation_blank() -> bytes:
    """The .docx that a recommending unit fills in where no survey was recorded."""
    form = words()["form"]
    document = new_document("".join(form["title"]))
    head_and_foot(document, "", ("",), words()["foot"]["page"])
    cover(document, ((form["platform"], ""), (form["recommender"], "")))
    document.add_page_break()
    _method(document)
    seam(document)
    _firms(document)
    seam(document)
    made = table(document, (Cm(3), WHOLE - Cm(3)))
    add_row(made, (form["effects"], "")).height = TALL
    opinion(made)
    return to_bytes(document)


def _method(document: Any) -> None:
    form = words()["form"]
    made = table(document, (Cm(2.2), WHOLE - Cm(2.2)))
    centred(merged_row(made).paragraphs[0], form["table"], size=Pt(12), bold=True)
    row = add_row(made, (form["method"], ""))
    row.height = LINE
    for method in result_words()["methods"]:
        write_symbols(row.cells[1].paragraphs[0], form["empty_box"], size=BODY)
        write(row.cells[1].paragraphs[0], f"{method}　", size=BODY)


def _firms(document: Any) -> None:
    made = table(document, SIX)
    add_row(made, words()["form"]["columns"], bold=True, heading=True)
    for _ in range(FIRMS):
        add_row(made, ("",) * len(SIX)).height = LINE
