"""The log of a survey inside its evidence: it must end where the record says."""

from __future__ import annotations

import json

from surveys.record.errors import ChainBroken


def check_head(chain: bytes, head: str) -> None:
    """Refuse a log that ends elsewhere than the record says; the verifier checks the rest."""
    lines = chain.decode().splitlines()
    last = json.loads(lines[-1])["sha256"] if lines else ""
    if last != head:
        raise ChainBroken("记录链的末值与记录里的不同，请用同一时刻导出的记录和记录链。")
