"""The rows as a spreadsheet: complete, masked, and free of formulas."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from surveys.record.rows_xlsx import rows_workbook
from surveys.results.model import Question, Respondent
from tests.surveys.record_samples import record_of

CELLS = yaml.safe_load((Path(__file__).parent / "cases" / "cells.yaml").read_text("utf-8"))
RECORD = record_of(12, replaced=2, dissatisfied=1)


def sheets(data):
    return load_workbook(io.BytesIO(data))


def saying(said):
    """The record in which the first finished firm answers so, wherever it can."""
    first = RECORD.finished[0]
    answers = replace(
        first.answers, services=said, overall_words=said, effects=said, suggestions=said
    )
    person = replace(first.respondent, name=said, position=said, phone=said)
    row = replace(first, answers=answers, respondent=person)
    return replace(RECORD, rows=tuple(row if each is first else each for each in RECORD.rows))


@pytest.mark.parametrize("shown", [True, False], ids=["shown", "masked"])
@pytest.mark.parametrize("said", CELLS)
def test_no_cell_is_a_formula(said, shown):
    book = sheets(rows_workbook(saying(said), phones_shown=shown))
    cells = [cell for sheet in book for row in sheet.rows for cell in row]

    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [c for c in cells if c.data_type == "n" and isinstance(c.value, str)]


@pytest.mark.parametrize("said", [each for each in CELLS if "\r" not in each])
def test_what_was_said_is_written_as_it_was_said(said):
    sheet = sheets(rows_workbook(saying(said), phones_shown=True))["逐家记录"]
    cell = next(c for row in sheet.rows for c in row if c.column == 15 and c.value == said)

    assert cell.quotePrefix == (said != "正常的一句话")


def test_a_question_that_looks_like_a_formula_is_text():
    record = replace(RECORD, questions=(Question("quality", "=1+1"),))
    book = sheets(rows_workbook(record))

    assert book["逐家记录"]["S1"].data_type == "s"
    assert book["计数"]["A3"].data_type == "s"


def test_every_drawn_firm_is_a_row_in_the_order_of_the_tickets():
    rows = list(sheets(rows_workbook(RECORD))["逐家记录"].values)

    assert [row[:3] for row in rows[1:]] == [
        (row.order, row.name, row.key) for row in RECORD.in_ticket_order
    ]
    assert rows[1][4:9] == ("拒绝受访", 3, None, "拒绝受访", RECORD.in_ticket_order[-2].name)


def test_phones_are_masked_unless_they_are_asked_for():
    phones = [row.respondent.phone for row in RECORD.finished]
    hidden, shown = (
        [str(cell) for sheet in sheets(data) for row in sheet.values for cell in row]
        for data in (rows_workbook(RECORD), rows_workbook(RECORD, phones_shown=True))
    )

    assert not set(phones) & set(hidden)
    assert set(phones) <= set(shown)


def test_a_number_in_somebodys_words_is_masked_too():
    record = saying("找我打 139 0000 8888 或 0571-87654321")
    rows = tuple(replace(row, respondent=Respondent()) for row in record.rows)
    data = rows_workbook(replace(record, rows=rows))
    words = [str(c) for sheet in sheets(data) for row in sheet.values for c in row]

    assert "找我打 139****8888 或 057*****4321" in words


def test_the_counts_are_those_of_the_tallies():
    rows = list(sheets(rows_workbook(RECORD))["计数"].values)

    assert rows[1] == ("总体评价", 0, 11, 0, 1, 0, 0, 0, 12, 11, "91.6%", "64–99")


def test_the_same_record_gives_the_same_bytes():
    assert rows_workbook(RECORD) == rows_workbook(RECORD)
