"""Words the deadlines are told in: the listed readings, and the sentences of wording.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from knowledge.jsonl import read_objects
from knowledge.rules.deadlines.model import Code, Reading, Said
from knowledge.rules.provisions import provisions

READINGS = Path(__file__).parents[1] / "readings.jsonl"
WORDING = Path(__file__).with_name("wording.yaml")


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


def reading(ambiguity: str, id_: str, due: date | None) -> Reading:
    """One listed reading with the date it leads to."""
    return Reading(id_, ambiguity, _texts()[ambiguity, id_], due)


def words(section: str, key: str, **fields: object) -> str:
    return _wording()[section][key].format(**fields)


def said(section: str, code: Code, *advice: str) -> Said:
    """The consequence of a section of wording.yaml, and advice in the order given."""
    return Said(code, words(section, "consequence"), "".join(advice))


def number(name: str) -> int:
    return provisions()[name].number


def unit(name: str) -> str:
    return provisions()[name].unit
