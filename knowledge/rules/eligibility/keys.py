"""The keys of the application form, also where brackets or spaces are written otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from knowledge.rules.eligibility.amounts import plain

KEYS = Path(__file__).with_name("keys.yaml")


@cache
def _kinds() -> Mapping[str, tuple[str, ...]]:
    rows = yaml.safe_load(KEYS.read_text(encoding="utf-8"))
    return {kind: tuple(names) for kind, names in rows.items()}


def of_kind(kind: str) -> tuple[str, ...]:
    return _kinds()[kind]


@cache
def known() -> tuple[str, ...]:
    """Keys of the object itself, in the order people are asked."""
    return tuple(
        name for kind, names in _kinds().items() if not kind.startswith("year_") for name in names
    )


@cache
def _spellings() -> Mapping[str, str]:
    names = [*known(), *of_kind("year_money"), *of_kind("year_count")]
    short = {name.partition("(")[0]: name for name in names}
    ambiguous = {"政府委托合同金额万元"}  # signed or performed: AMB-07 needs to know which
    loose = {key: name for key, name in short.items() if key not in ambiguous}
    return {**loose, **{plain(name): name for name in names}}


def canonical(key: str) -> str:
    """The key as the form spells it; an unknown one unchanged."""
    return _spellings().get(plain(key), key)
