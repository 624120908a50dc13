"""The blank form filled in as people do it, by the words beside each blank."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import docx
from openpyxl import load_workbook

from surveys.forms.application_form import application_form
from surveys.forms.template import VALUE, template, template_words


def bare(text: str) -> str:
    return "".join(text.split())


class Paper:
    """One copy of the blank 附件2, in somebody's hands."""

    def __init__(self) -> None:
        self.document: Any = docx.Document(io.BytesIO(application_form()))

    def beside(self, label: str, text: str) -> None:
        """In the cell to the right of a label."""
        for table in self.document.tables:
            for row in table.rows:
                cells = list(dict.fromkeys(row.cells))
                for one, other in pairwise(cells):
                    if bare(one.text).startswith(bare(label)):
                        other.text = text
                        return
        raise AssertionError(label)

    def within(self, label: str, old: str, new: str) -> None:
        """In the cell of the label itself, in place of what is printed there."""
        for table in self.document.tables:
            for cell in dict.fromkeys(cell for row in table.rows for cell in row.cells):
                if bare(label) in bare(cell.text):
                    assert old in cell.text, cell.text
                    cell.text = cell.text.replace(old, new, 1)
                    return
        raise AssertionError(label)

    def rows(self, heading: str, rows: Sequence[Sequence[str]], skip: int = 1) -> None:
        """The empty rows below the heading that begins so; None leaves a cell as it is."""
        [table] = [
            each
            for each in self.document.tables
            if bare(heading) in bare(each.rows[0].cells[1].text)
        ]
        while len(table.rows) < len(rows) + skip:
            table.add_row()
        for row, texts in zip(table.rows[skip:], rows, strict=False):
            for cell, text in zip(row.cells, texts, strict=True):
                if text is not None:
                    cell.text = text

    def service(self, name: str, texts: Sequence[str]) -> None:
        for table in self.document.tables:
            for row in table.rows:
                if bare(row.cells[0].text) == name:
                    for cell, text in zip(row.cells[1:], texts, strict=True):
                        cell.text = text

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def filled_paper(**changed: Any) -> bytes:
    """A whole application; `changed` replaces what stands beside a name."""
    written = {
        "name": "江城市中小企业服务中心",
        "day": "２０２６年５月２０日",
        "registered": "2018年  3 月",
        "kind": "☑",
        "assets": "１，２００．5",
        "staff": " 25 ",
        "qualified": " 22 ",
        **changed,
    }
    paper = Paper()
    paper.beside("申请单位名称", written["name"])
    paper.beside("填报日期", written["day"])
    paper.beside("注册日期", written["registered"])
    paper.within("事业单位", "□民营企业", f"{written['kind']}民营企业")
    paper.within("省（自治区", "        省", "  浙江 省")
    paper.within("资产总额", "        ", written["assets"])
    paper.within("专职服务人员", "        ", written["staff"])
    paper.within("其中：本科及以上学历", "        ", written["qualified"])
    paper.rows("营业收入", YEARS)
    paper.beside(
        "获得专业服务资质认证情况", "ISO9001认证（有效期至2027年5月1日）、软件著作权5项；商标1项"
    )
    paper.service("政策服务", ("12，600家", "12000", "600"))
    paper.service("咨询服务", ("300", "无", "300家"))
    paper.service("培训服务", ("0.3万人次", "", ""))
    paper.rows("签订合作协议的单位", PARTNERS)
    paper.beside("省级示范平台认定", "无")
    paper.rows("服务中小企业名称", [firm(n) for n in range(1, 101)], skip=2)
    return paper.saved()


QUALIFICATIONS = "ISO9001认证（有效期至2027年5月1日）、软件著作权5项；商标1项"
YEARS = (
    ("2023年", "1000", "800", "200万元", "1000", "950", "1000", "10", "5"),
    ("2024年度", "1，100", "850", "2100000元", "1100家", "1050", "1100", "10", "5"),
    ("2025", "0.12亿元", "900", "无", "1200", "1150", "1200.5", "10", "5"),
)
PARTNERS = (
    ("机构", "样例一号律师事务所", "法律服务", "2024年1月~2027年1月"),
    ("机构", "样例二号大学", "培训", "2022.1-2025.12"),
    ("专家", "甲某某", "咨询", "2024年1月至今"),
)


def firm(number: int) -> tuple[str | None, ...]:
    satisfied = number > 3
    yes, no = ("√", "") if satisfied else ("", "√")
    return (None, f"样例{number}号科技有限公司", "甲某", "13900000000", "培训", yes, no)


def filled_table(values: Mapping[str, object], years: Sequence[Sequence[object]] = ()) -> bytes:
    """Our own table with these values in its column."""
    book = load_workbook(io.BytesIO(template()))
    sheet = book[template_words()["sheets"]["facts"]]
    for row, key in enumerate(template_words()["facts"], start=2):
        sheet.cell(row, VALUE, values.get(key))
    for number, year in enumerate(years, start=2):
        for column, value in enumerate(year, start=1):
            book[template_words()["sheets"]["years"]].cell(number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
