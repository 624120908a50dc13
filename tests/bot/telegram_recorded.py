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


def content(name: str) -> dict[str, Any]:
    """What is in a recorded message beside sender and time."""
    given = UPDATES[name]["message"]
    return {key: given[key] for key in given if key not in ("message_id", "from", "chat", "date")}
