"""The interview: what people type, whole walks through it, and what always holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.rules.interview.questions import questions
from knowledge.rules.interview.understanding import Moment, Unclear, understand

FOLDER = Path(__file__).parent / "cases" / "interview"
TODAY = date(2026, 5, 20)
MOMENT = Moment(TODAY, (2023, 2024, 2025))


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


PHRASES = [
    (question, said, meant)
    for question, rows in loaded("phrases.yaml").items()
    for said, meant in rows.items()
]


@pytest.mark.parametrize(("question", "said", "meant"), PHRASES)
def test_what_people_type_is_understood_or_asked_again(question, said, meant):
    found = understand(questions()[question], str(said), MOMENT)

    if isinstance(meant, str):
        assert isinstance(found, Unclear)
        assert meant in found.sentence
        assert found.sentence.endswith(("。", "？"))
    else:
        vague = meant.get("vague", False)
        expected = {key: value for key, value in meant.items() if key != "vague"}
        assert not isinstance(found, Unclear), found.sentence
        assert (dict(found.facts), found.exact) == (expected, not vague)
