"""Pieces of a Word document: page, fonts, tables of fixed widths, small print on every page."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from surveys.plain import printable
from surveys.record.packages import packed, unpacked

FONT, LATIN_FONT, SYMBOLS = "宋体", "Times New Roman", "Segoe UI Symbol"
TITLE_FONT, HEADING_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"  # of official papers
SHORT, LONG = Cm(21), Cm(29.7)
MARGIN = Cm(2)
BODY, CELL, SMALL = Pt(11), Pt(9.5), Pt(7)
GREY, RED = RGBColor(0x55, 0x55, 0x55), RGBColor(0xB0, 0x1E, 0x1E)
CHARACTER = Cm(0.34)  # the width of one in a cell
SPLITS_FROM = 24  # a row of more lines may go over two pages, one of fewer may not


def new_document(title: str) -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = SHORT, LONG
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2", "Header", "Footer"):
        _font(document.styles[name])
    normal = document.styles["Normal"]
    normal.font.size = BODY
    normal.paragraph_format.space_after = Pt(0)
    document.styles["Footer"].font.size = SMALL
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    document.core_properties.title = title
    document.core_properties.author = ""
    return document


def _font(style: Any) -> None:
    """Chinese text in one font, digits and letters in a narrow one; Chinese line breaking."""
    style.font.name = LATIN_FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FONT)
    for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    style.element.rPr.append(_language("zh-CN"))


def to_bytes(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return packed(unpacked(stream.getvalue()))


def next_sheet(document: Any, *, landscape: bool) -> None:
    """A new page, turned if it holds a wide table."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    sizes = (LONG, SHORT) if landscape else (SHORT, LONG)
    section.page_width, section.page_height = sizes


def write(paragraph: Any, text: str, **look: Any) -> Any:
    """Text at the end of a paragraph; `look` sets size, bold, colour and the Chinese font."""
    run = paragraph.add_run(printable(text))
    run.bold = look.get("bold")
    if "font" in look:
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), look["font"])
    if "size" in look:
        run.font.size = look["size"]
    if "colour" in look:
        run.font.color.rgb = look["colour"]
    return run


def write_symbols(paragraph: Any, text: str, **look: Any) -> None:
    """Text with signs that neither font has, such as a ticked box.

    Not marked as Chinese, or LibreOffice takes the sign from a font for coloured pictures and
    prints nothing.
    """
    properties = write(paragraph, text, **look)._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), SYMBOLS)
    properties.append(_language("en-US"))


def _language(east_asian: str) -> Any:
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), east_asian)
    return language


def centred(paragraph: Any, text: str, **look: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, text, **look)


def right(paragraph: Any, text: str, **look: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(paragraph, text, **look)


def table(document: Any, widths: Sequence[Any], *, bordered: bool = True) -> Any:
    """An empty table whose columns keep their widths whatever is written into them."""
    made = document.add_table(rows=0, cols=len(widths))
    if bordered:
        made.style = "Table Grid"
    made.autofit = False
    _padding(made)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    return made


def _padding(made: Any) -> None:
    """A little room above and below the text of each cell."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "50"), ("left", "85"), ("bottom", "50"), ("right", "85")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = made._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)


def add_row(made: Any, cells: Iterable[str], *, bold: bool = False, heading: bool = False) -> Any:
    """A row; lines of a cell become paragraphs, the first bold where others follow."""
    row = made.add_row()
    texts = list(cells)
    for column, cell, text in zip(made.columns, row.cells, texts, strict=True):
        cell.width = column.width
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        fill(cell, text.split("\n"), bold=bold)
    if heading:
        _mark(row, "w:tblHeader")
    widths = [column.width for column in made.columns]
    if max(map(_lines, texts, widths)) < SPLITS_FROM:
        _mark(row, "w:cantSplit")
    return row


def _lines(text: str, width: int) -> int:
    """About how many lines a text takes in a cell."""
    fit = max(1, width // CHARACTER - 1)
    return sum(1 + len(line) // fit for line in text.split("\n"))


def fill(cell: Any, lines: Sequence[str], *, bold: bool = False, size: Any = CELL) -> None:
    """Lines of a cell, a paragraph each."""
    for number, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        write(paragraph, line, size=size, bold=bold or None)


def merged_row(made: Any, height: Any = None, *, whole: bool = False) -> Any:
    """A row that is one cell across the table; `whole` keeps it on one page."""
    row = made.add_row()
    if height is not None:
        row.height = height
    if whole:
        _mark(row, "w:cantSplit")
    return row.cells[0].merge(row.cells[-1])


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def seam(document: Any) -> None:
    """The thinnest paragraph: without one between them, Word joins two tables."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(1)
    write(paragraph, "", size=Pt(1))
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "2")
    properties = paragraph._p.get_or_add_pPr()
    mark = OxmlElement("w:rPr")
    mark.append(size)
    properties.append(mark)


def underline(cell: Any) -> None:
    """Only the lower border of a cell, as the line on which a form is filled in."""
    borders = OxmlElement("w:tcBorders")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    cell._tc.get_or_add_tcPr().append(borders)


def head_and_foot(document: Any, head: str, foot: Sequence[str], pages: Sequence[str]) -> None:
    """The same head and foot on every page of every section."""
    section = document.sections[0]
    if head:
        centred(section.header.paragraphs[0], head, size=Pt(10.5), bold=True, colour=RED)
    first, *others = foot
    write(section.footer.paragraphs[0], first, size=SMALL, colour=GREY)
    for line in others:
        write(section.footer.add_paragraph(), line, size=SMALL, colour=GREY)
    numbers = section.footer.add_paragraph()
    numbers.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = pages
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        write(numbers, text, size=SMALL, colour=GREY)
        if field:
            _field(numbers, field)


def _field(paragraph: Any, instruction: str) -> None:
    """A number that Word computes; each part in its own run, so that all keep the small size."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = write(paragraph, "1" if kind == "shown" else "", size=SMALL, colour=GREY)
        if kind == "instruction":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = instruction
            run._r.append(part)
        elif kind != "shown":
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._r.append(part)
