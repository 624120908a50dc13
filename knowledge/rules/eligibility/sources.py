"""Numbers, quotations, readings and sentences, each from the file where it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import yaml

from knowledge.jsonl import read_objects
from knowledge.rules.eligibility.model import Reading, Status
from knowledge.rules.eligibility.ranges import shown
from knowledge.rules.provisions import provisions

READINGS = Path(__file__).parents[1] / "readings.jsonl"
WORDING = Path(__file__).with_name("wording.yaml")
CONDITIONS = Path(__file__).with_name("conditions.yaml")


@cache
def _texts() -> Mapping[tuple[str, str], str]:
    return {
        (row["id"], each["id"]): each["text"]
        for row in read_objects(READINGS)
        for each in row["readings"]
    }


@cache
def _wording() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    return loaded


@cache
def conditions() -> Mapping[str, Mapping[str, str]]:
    """Article and quotation of every condition, in the order of the regulation."""
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(CONDITIONS.read_text(encoding="utf-8"))
    return loaded


def reading(ambiguity: str, id_: str, status: Status) -> Reading:
    """One listed reading with its result; one that no list holds is in wording.yaml."""
    text = _texts().get((ambiguity, id_)) or words("读法", f"{ambiguity}-{id_}")
    return Reading(id_, ambiguity, text, status)


def words(section: str, key: str, /, **fields: object) -> str:
    """A sentence of wording.yaml; numbers are printed exactly."""
    plain = {
        name: shown(value) if isinstance(value, Fraction) else value
        for name, value in fields.items()
    }
    return _wording()[section][key].format(**plain)


def limit(name: str) -> int:
    return provisions()[name].number


def measure(name: str) -> str:
    return provisions()[name].measure
