"""Recorded updates of every kind, with invented data, and what each is taken for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).with_name("telegram_updates")
UPDATES: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*.json"))
}
UNDERSTOOD: dict[str, dict[str, Any] | None] = yaml.safe_load(
    (HERE / "understood.yaml").read_text(encoding="utf-8")
)
