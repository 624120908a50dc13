"""The words of the forms that are handed out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ANNEX_2 = Path(__file__).with_name("annex2.yaml")


@cache
def annex_2() -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.safe_load(ANNEX_2.read_text(encoding="utf-8"))
    return content
