"""The canonical form of a frame: the same firms give the same bytes.

UTF-8, one JSON object with sorted names and no spaces, firms in the order of their keys, and
a line feed at the end, so that `sha256sum` on the frozen file prints the frame's identity.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from surveys.frames.model import Firm, Frame

FORMAT = "huiqi-frame/1"


def canonical_json(value: Any) -> str:
    """JSON in one spelling: equal texts mean equal values, types included."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_bytes(firms: Sequence[Firm]) -> bytes:
    """The frozen file of a frame."""
    value = {"format": FORMAT, "firms": [{"key": each.key, **asdict(each)} for each in firms]}
    return (canonical_json(value) + "\n").encode()


def from_bytes(data: bytes) -> Frame:
    """The frame of a frozen file."""
    from surveys.frames.model import Firm, Frame  # which needs `to_bytes` of this module

    rows = json.loads(data)["firms"]
    return Frame(tuple(Firm(**{n: v for n, v in row.items() if n != "key"}) for row in rows))


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
