"""The log of a survey as a chain: each line holds the hash of the line before it.

A line is a JSON object with `prev` and `sha256`; `sha256` is SHA-256 over the canonical JSON of
everything else in the line. The first `prev` is empty, the last `sha256` is the chain's head.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from surveys.frames import canonical_json, sha256_of
from surveys.record.errors import ChainBroken


def link(prev: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    """The next line of a chain whose head is `prev`."""
    content = {**entry, "prev": prev}
    return {**content, "sha256": sha256_of(canonical_json(content).encode())}


def to_lines(chain: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(canonical_json(dict(line)) + "\n" for line in chain).encode()


def check_head(chain: bytes, head: str) -> None:
    """Refuse a log that ends elsewhere than the record says; the verifier checks the rest."""
    lines = chain.decode().splitlines()
    last = json.loads(lines[-1])["sha256"] if lines else ""
    if last != head:
        raise ChainBroken("记录链的末值与记录里的不同，请用同一时刻导出的记录和记录链。")
