"""The blank forms: their words are those of the annexes, their headings come again on each page."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
import pytest
from docx.oxml.ns import qn

from knowledge.library import find_unit, load_shipped
from surveys.forms.application_form import application_form
from surveys.forms.recommendation_blank import recommendation_blank
from surveys.forms.template import template
from surveys.forms.words import annex_2

OURS = {"第", "页　共", "页"}


def bare(text: str) -> str:
    return "".join(text.split()).replace("|", "")


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def test_every_word_of_the_blank_is_one_of_the_annex():
    source = bare(find_unit(load_shipped(), "附件2").text)
    foreign = [each for each in texts(annex_2()) if bare(each) not in source]

    assert set(foreign) <= OURS


def test_all_sections_stand_in_the_blank_in_their_order():
    document = docx.Document(io.BytesIO(application_form()))
    titles = [each.text for each in document.paragraphs]
    names = ("basics", "years", "abilities", "partners", "support", "people", "equipment", "served")
    at = [titles.index(annex_2()[name]["title"]) for name in names]

    assert at == sorted(at)


def test_long_tables_repeat_their_heading():
    document = docx.Document(io.BytesIO(application_form()))
    repeated = [
        sum(row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows)
        for table in document.tables
        if len(table.rows) > 20
    ]

    assert repeated == [1, 1, 2]


@pytest.mark.parametrize("form", [application_form, recommendation_blank])
def test_a_page_is_a4(form):
    section = docx.Document(io.BytesIO(form())).sections[0]

    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)


@pytest.mark.parametrize("form", [application_form, recommendation_blank, template])
def test_a_blank_is_the_same_file_every_time(form):
    assert form() == form()
