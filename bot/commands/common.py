"""What several commands need: the settings, and JSON on standard output."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from actions.settings import Settings, read_settings
from knowledge.errors import UnitNotFound
from knowledge.library import load_all
from knowledge.units import Regulation

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings() -> Settings:
    return read_settings(os.environ)


def regulation_of(key: str) -> Regulation:
    """A regulation at hand by its key; raises UnitNotFound."""
    regulations = {each.key: each for each in load_all(settings().regulations_dir)}
    if key not in regulations:
        raise UnitNotFound(f"没有编号为“{key}”的办法，请先看 huiqi regulation list。")
    return regulations[key]


def say(value: Any) -> None:
    """One JSON value on standard output, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False))
