"""Sections 一 to 八 of the blank 申请表 (附件2), a table each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.shared import Cm, Pt

from surveys.forms.words import annex_2
from surveys.record.document import (
    CELL,
    HEADING_FONT,
    add_row,
    centred,
    fill,
    merged_row,
    seam,
    table,
    write,
    write_symbols,
)

FOUR = (Cm(3.4), Cm(5.6), Cm(3), Cm(5))
YEARS = (Cm(1.4), *(Cm(1.95),) * 8)
SERVICES = (Cm(6.2), Cm(3.6), Cm(3.6), Cm(3.6))
PARTNERS = (Cm(2.2), Cm(5.2), Cm(5.4), Cm(4.2))
TWO = (Cm(4.6), Cm(12.4))
PEOPLE = (Cm(2.2), Cm(1.4), Cm(2.1), Cm(4), Cm(3.3), Cm(4))
EQUIPMENT = (Cm(1.3), Cm(5.6), Cm(1.7), Cm(2.7), Cm(2.7), Cm(3))
SERVED = (Cm(1.2), Cm(5), Cm(1.9), Cm(2.7), Cm(3.2), Cm(1.5), Cm(1.5))
LINE, TALL = Cm(0.85), Cm(3.2)
EMPTY_BOX, BLANK = "□", "        "
INVESTORS = 6


def basics(document: Any) -> None:
    words = annex_2()["basics"]
    made = _section(document, words["title"], FOUR)
    label, shown = words["registered"]
    _line(made, (label, f"{BLANK}{shown}", words["head"], ""))
    _wide(made, words["code"], "")
    _kind(made, words["kind"])
    _address(made, words)
    for left, right in words["pairs"]:
        _line(made, (left, "", right, ""))
    _capital(made, words)
    _assets(made, words)
    staff, unit = words["staff"]
    _wide(made, f"{staff}{BLANK}{unit}", _blanks(words["qualified"]))
    label, hint = words["industries"]
    _wide(made, label, f"\n{hint}")


def _section(document: Any, title: str, widths: Sequence[Any], hint: str = "") -> Any:
    seam(document)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.paragraph_format.space_after = Pt(4)
    write(paragraph, title, size=Pt(13), font=HEADING_FONT)
    if hint:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        write(paragraph, hint, size=CELL)
    return table(document, widths)


def _line(made: Any, cells: Iterable[str], *, heading: bool = False) -> Any:
    row = add_row(made, cells, bold=heading, heading=heading)
    row.height = LINE
    return row


def _wide(made: Any, label: str, value: str) -> Any:
    """A label, and one cell over the rest of the row."""
    row = _line(made, (label, *("",) * (len(made.columns) - 1)))
    cell = _joined(row.cells[1], row.cells[-1])
    fill(cell, value.split("\n"))
    return cell


def _joined(first: Any, last: Any) -> Any:
    """The cells as one, without the empty lines that joining leaves in it."""
    cell = first.merge(last)
    for paragraph in cell.paragraphs[1:]:
        if not paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    return cell


def _blanks(words: Sequence[str]) -> str:
    """Words with room for a number between them."""
    return BLANK.join(words)


def _kind(made: Any, words: Sequence[Any]) -> None:
    label, kinds, other = words
    paragraph = _wide(made, label, "").paragraphs[0]
    for kind in (*kinds, other):
        write_symbols(paragraph, EMPTY_BOX, size=CELL)
        write(paragraph, f"{kind}　" if kind != other else f"{kind}{BLANK}", size=CELL)


def _address(made: Any, words: Any) -> None:
    label, *parts, hint = words["address"]
    _wide(made, label, "".join(f"{BLANK}{part}" for part in parts) + f"\n\n{hint}")
    _wide(made, words["postcode"], "")


def _capital(made: Any, words: Any) -> None:
    """Who paid in how much: the label stands beside all of them."""
    label, unit = words["capital"]
    first = _line(made, (f"{label}\n{BLANK}{unit}", *words["investors"]))
    rows = [_line(made, ("",) * 4) for _ in range(INVESTORS)]
    _joined(first.cells[0], rows[-1].cells[0])


def _assets(made: Any, words: Any) -> None:
    when, label, unit = words["assets"]
    row = _line(made, (f"{when}\n{label}\n{BLANK}{unit}", "", "", ""))
    fill(_joined(row.cells[1], row.cells[-1]), [_blanks(words["equipment"])])
    other = _line(made, ("",) * 4)
    fill(_joined(other.cells[1], other.cells[-1]), [_blanks(words["place"])])
    _joined(row.cells[0], other.cells[0])


def years(document: Any) -> None:
    _list(document, annex_2()["years"], YEARS)


def _list(document: Any, words: Any, widths: Sequence[Any], *, numbered: bool = False) -> Any:
    """A table of one kind of rows, its heading again on every page."""
    made = _section(document, words["title"], widths, words.get("hint", ""))
    _line(made, words["columns"], heading=True)
    _empty(made, words["rows"], numbered)
    return made


def _empty(made: Any, rows: int, numbered: bool) -> None:
    for number in range(1, rows + 1):
        row = _line(made, ("",) * len(made.columns))
        if numbered:
            centred(row.cells[0].paragraphs[0], str(number), size=CELL)


def abilities(document: Any) -> None:
    words = annex_2()["abilities"]
    made = _section(document, words["title"], TWO)
    add_row(made, (words["qualifications"], "")).height = TALL
    seam(document)
    made = table(document, SERVICES)
    _line(made, words["columns"], heading=True)
    before, after = words["typical"]
    for service in words["services"]:
        _line(made, (service, "", "", ""))
        _line(made, (f"　{before}{BLANK}{after}", "", "", ""))
    fill(merged_row(made), [words["note"]])


def partners(document: Any) -> None:
    _list(document, annex_2()["partners"], PARTNERS)


def support(document: Any) -> None:
    words = annex_2()["support"]
    made = _section(document, words["title"], TWO)
    for label in words["rows"]:
        row = add_row(made, (label, ""))
        row.height = TALL
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True


def people(document: Any) -> None:
    _list(document, annex_2()["people"], PEOPLE)


def equipment(document: Any) -> None:
    _list(document, annex_2()["equipment"], EQUIPMENT, numbered=True)


def served(document: Any) -> None:
    """Two heading rows: the last column has one for either grade."""
    words = annex_2()["served"]
    made = _section(document, words["title"], SERVED)
    first = _line(made, (*words["columns"], ""), heading=True)
    second = _line(made, (*("",) * 5, *words["grades"]), heading=True)
    _joined(first.cells[5], first.cells[6])
    for above, below in list(zip(first.cells, second.cells, strict=True))[:5]:
        _joined(above, below)
    _empty(made, words["rows"], numbered=True)
