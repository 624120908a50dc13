"""The numbers of the regulation, each with the unit and the words it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

PROVISIONS = Path(__file__).with_name("provisions.yaml")


@dataclass(frozen=True)
class Provision:
    """One number as its unit states it; `measure` says what is counted."""

    unit: str
    number: int
    measure: str
    quote: str


@cache
def provisions() -> Mapping[str, Provision]:
    rows = yaml.safe_load(PROVISIONS.read_text(encoding="utf-8"))
    return {name: Provision(**row) for name, row in rows.items()}
