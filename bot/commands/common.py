"""What several commands need: the settings, and JSON on standard output."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from actions.settings import Settings, read_settings

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def settings() -> Settings:
    return read_settings(os.environ)


def say(value: Any) -> None:
    """One JSON value on standard output, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False))
