"""The labels of the form and the words in which its reader speaks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def labels() -> Mapping[str, Any]:
    return _yaml("labels.yaml")


def say(key: str, /, **values: object) -> str:
    return str(_wording()[key]).format(**values)


@cache
def _wording() -> Mapping[str, str]:
    return _yaml("wording.yaml")


def _yaml(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return content
