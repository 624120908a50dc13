"""What WeChat's error codes mean, as told by errcodes.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

_CODES = Path(__file__).with_name("errcodes.yaml")
_IP = re.compile(r"invalid ip ([0-9a-fA-F.:]{2,45})")
TOKEN_REFUSED = (40001, 40014, 42001)


@dataclass(frozen=True)
class Meaning:
    does: str
    says: str
    seconds: float = 0.0


@cache
def _codes() -> Mapping[int, Meaning]:
    given = yaml.safe_load(_CODES.read_text(encoding="utf-8"))
    return {code: Meaning(**fields) for code, fields in given.items()}


def known_codes() -> tuple[int, ...]:
    return tuple(_codes())


def meaning(code: int, message: str = "") -> Meaning:
    """What a code asks of us. Of the platform's own message only an address is kept: ours."""
    found = _codes().get(code)
    if found is None:
        return Meaning("failed", f"微信返回错误码{code}")
    ip = _IP.search(message)
    says = found.says.replace("{ip}", f" {ip[1]} " if ip else "")
    return Meaning(found.does, f"{says}（{code}）", found.seconds)
