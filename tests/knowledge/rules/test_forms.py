"""Cells of the application form (附件2) as people fill them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.library import find_unit, load_shipped
from knowledge.rules.eligibility import keys
from knowledge.rules.forms import Cell, Form, read_form
from knowledge.rules.forms.sources import labels

CASES = yaml.safe_load((Path(__file__).parent / "cases/forms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    rows = tuple(tuple(Cell(str(text), "此处") for text in row) for row in case["rows"])
    told = read_form(Form(tables=(rows,)))

    assert told.row == case["row"]
    assert len(told.unclear) == len(case.get("unclear", []))
    for each, part in zip(told.unclear, case.get("unclear", []), strict=True):
        assert part in each.why


def test_every_label_leads_to_a_fact_of_the_contract():
    special = {"资质与成果"}

    assert {each["key"] for each in labels()["fields"]} - special <= set(keys.known())
    assert {each["key"] for each in labels()["services"]} <= set(keys.known())


def test_every_unit_named_beside_a_label_exists():
    draft = load_shipped()
    named = [each["unit"] for each in (*labels()["fields"], *labels()["lists"].values())]

    assert all(find_unit(draft, unit) for unit in named)
