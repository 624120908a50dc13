"""The outcome as a Word document, to print and to take to the recommending unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.model import Assessment
from knowledge.rules.eligibility.outcome import TOLD, Line, Outcome, outcome, parts, text

TITLE = "申报条件自查报告"
SUBJECT = "国家中小企业公共服务示范平台（按管理办法修订征求意见稿第五、六、七条）"
FONT = "宋体"
WIDTHS = (Cm(4.6), Cm(2.6), Cm(8.8))
GREY = RGBColor(0x55, 0x55, 0x55)
_COLOURS = {
    "unmet": RGBColor(0xB0, 0x1E, 0x1E),
    "disputed": RGBColor(0x9A, 0x5B, 0x00),
    "unknown": RGBColor(0x9A, 0x5B, 0x00),
    "met": RGBColor(0x1E, 0x6B, 0x3A),
}


def write_report(
    assessment: Assessment, facts: Facts, row: Mapping[str, Any], today: date, path: Path
) -> None:
    """Write the report of these facts, made on that day, to a .docx file."""
    path.write_bytes(report(assessment, facts, row, today))


def report(assessment: Assessment, facts: Facts, row: Mapping[str, Any], today: date) -> bytes:
    """The report of these facts, made on that day, as a .docx file."""
    told = outcome(assessment, facts)
    document = _document()
    _head(document, row, today)
    _verdict(document, told)
    for status in TOLD:
        for number, line in enumerate(told.lines[status]):
            if number == 0:
                document.add_heading(text("段", status), level=1)
            _condition(document, number + 1, line)
    _met(document, told)
    document.add_heading(text("段", "notes"), level=1)
    for note in told.notes:
        document.add_paragraph(note, style="List Bullet")
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _document() -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        style = document.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FONT)
        for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = TITLE
    document.core_properties.author = ""
    return document


def _head(document: Any, row: Mapping[str, Any], today: date) -> None:
    title = document.add_heading(TITLE, level=0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    named = row.get("单位名称")
    applied = row.get("拟申报日期")
    lines = [SUBJECT]
    lines += [f"单位名称：{named}"] if named else []
    lines += [f"拟申报日期：{applied}"] if applied else []
    lines += [f"生成日期：{today.year}年{today.month}月{today.day}日"]
    for line in lines:
        _small(document.add_paragraph(), line)


def _verdict(document: Any, told: Outcome) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(f"结论：{told.verdict}{text('段', 'draft')}")
    run.bold, run.font.size = True, Pt(15)
    document.add_paragraph(told.explained)


def _condition(document: Any, number: int, line: Line) -> None:
    heading = document.add_heading(f"{number}. {line.name}", level=2)
    heading.runs[0].font.color.rgb = _COLOURS[line.status]
    because, quote, *rest = parts(line)
    document.add_paragraph(because)
    _small(document.add_paragraph(), quote)
    for each in rest:
        document.add_paragraph(each)


def _met(document: Any, told: Outcome) -> None:
    if not told.lines["met"]:
        return
    document.add_heading(text("段", "met"), level=1)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    _fill(table.rows[0], ("条件", "条款", "依据"), bold=True)
    for line in told.lines["met"]:
        _fill(table.add_row(), (line.name, line.article, line.because))
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _fill(row: Any, cells: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, said in zip(row.cells, cells, strict=True):
        run = cell.paragraphs[0].add_run(said)
        run.bold, run.font.size = bold, Pt(9)


def _small(paragraph: Any, said: str) -> None:
    run = paragraph.add_run(said)
    run.font.size, run.font.color.rgb = Pt(9), GREY
