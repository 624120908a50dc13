"""The seven items, the recommender's part and the guide to annex 2, as the YAML files hold them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
ARTICLE, REPORT = "第十一条", "附件2"


@dataclass(frozen=True)
class Item:
    """One item of Article 11. A name means all of it, a part only a piece."""

    number: int
    unit: str
    title: str
    words: str
    hint: str
    mistakes: tuple[str, ...]
    names: tuple[str, ...]
    parts: tuple[str, ...]
    whole: str  # what it consists of, empty where there are no parts


@dataclass(frozen=True)
class Recommender:
    """What the recommender fills in and adds, and the applicant does not hand in."""

    article: str
    form: str
    words: str
    hint: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One part of annex 2, what to write there, and the conditions that it is evidence for."""

    unit: str
    title: str
    keys: tuple[str, ...]  # what people call it
    write: str
    proves: tuple[str, ...]


@cache
def items() -> dict[int, Item]:
    rows = [_item(row) for row in _loaded("materials.yaml")["items"]]
    return {each.number: each for each in rows}


@cache
def recommender() -> Recommender:
    row = _loaded("materials.yaml")["recommender"]
    return Recommender(**{**row, "names": tuple(row["names"].split())})


@cache
def beside() -> tuple[str, ...]:
    """What people collect although none of the seven items names it."""
    return tuple(_loaded("materials.yaml")["beside"].split())


@cache
def guide() -> dict[str, Section]:
    rows = [_section(row) for row in _loaded("guide.yaml")]
    return {each.unit: each for each in rows}


def _section(row: dict[str, Any]) -> Section:
    keys, proves = tuple(row["keys"].split()), tuple(row["proves"])
    return Section(**{**row, "keys": keys, "proves": proves})


def _item(row: dict[str, Any]) -> Item:
    lists = {name: tuple(row[name].split()) for name in ("names", "parts")}
    return Item(**{**row, **lists, "mistakes": tuple(row["mistakes"])})


@cache
def _loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
