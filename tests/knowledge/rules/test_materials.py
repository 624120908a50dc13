"""The list of materials: its words, what people type, what is said back, and what always holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.rules.materials import Asked, Checklist, understand

FOLDER = Path(__file__).parent / "cases" / "materials"


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


SAID = [
    (text, meant) for rows in loaded("understanding.yaml").values() for text, meant in rows.items()
]


def expected(meant: dict[str, Any]) -> Asked | None:
    if not meant:
        return None
    return Asked(
        meant.get("kind", "mark"),
        frozenset(meant.get("ready", ())),
        frozenset(meant.get("missing", ())),
        tuple(meant.get("parts", ())),
        tuple(meant.get("beside", ())),
        meant.get("about", ""),
    )


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_what_people_type_is_understood_or_left_to_the_usual_rules(text, meant):
    assert understand(text, Checklist()) == expected(meant)
