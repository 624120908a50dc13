"""What the shipped question bank comes to, worked out once and kept in `prepared.npz`.

Vectors of the known texts, in bytes, and what each text adds to each learned score: both follow
from the bank and the encoder, and take longer to work out than a person wants to wait for a
start. What is not kept, as after a change of the bank, is worked out; nothing depends on the file.

    python -m knowledge.training.preparing
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.encoder import Encoder, TableEncoder, Vectors

FILE = Path(__file__).with_name("prepared.npz")
STEPS = 127  # of a byte on each side of nought


@dataclass(frozen=True)
class Kept:
    """`rows` says where the vector of a text is; `of` names what the parts were made of."""

    encoder: str
    rows: dict[bytes, int]
    vectors: npt.NDArray[np.int8]
    scales: Vectors
    of: str
    parts: npt.NDArray[np.float16]


class Remembering:
    """The shipped encoder, with the vectors of known texts at hand."""

    def __init__(self, encoder: TableEncoder, kept: Kept) -> None:
        self._encoder = encoder
        self.kept = kept

    def encode(self, texts: Sequence[str]) -> Vectors:
        at = [self.kept.rows.get(key_of(text)) for text in texts]
        known = [row for row in at if row is not None]
        new = [text for text, row in zip(texts, at, strict=True) if row is None]
        if not known:
            return self._encoder.encode(texts)
        table = np.empty((len(texts), self.kept.vectors.shape[1]), np.float32)
        is_known = np.array([row is not None for row in at])
        table[is_known] = self.kept.vectors[known] * self.kept.scales[known, None]
        if new:
            table[~is_known] = self._encoder.encode(new)
        return table


def remembering(encoder: Encoder) -> Encoder:
    """`encoder` with what is kept of it; itself where nothing is."""
    kept = _kept()
    if kept and isinstance(encoder, TableEncoder) and encoder.sha256 == kept.encoder:
        return Remembering(encoder, kept)
    return encoder


def parts(texts: Sequence[str], targets: Vectors, encoder: Encoder) -> Vectors | None:
    """What each of these texts adds to each score, if it is kept for just these."""
    kept = encoder.kept if isinstance(encoder, Remembering) else None
    if kept is None or kept.of != made_of(texts, targets):
        return None
    return kept.parts.astype(np.float32)


def keep(encoder: TableEncoder, texts: Sequence[str], targets: Vectors, made: Vectors) -> None:
    """Write the file for these texts, whose `made` parts were worked out."""
    vectors = encoder.encode(texts)
    scales = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / STEPS  # a text may have no feature
    np.savez_compressed(
        FILE,
        encoder=encoder.sha256,
        keys=np.frombuffer(b"".join(map(key_of, texts)), np.uint64),
        vectors=np.round(vectors / scales[:, None]).astype(np.int8),
        scales=scales,
        of=made_of(texts, targets),
        parts=made.astype(np.float16),
    )


def key_of(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()


def made_of(texts: Sequence[str], targets: Vectors) -> str:
    digest = hashlib.sha256("\n".join(texts).encode())
    digest.update(np.ascontiguousarray(targets, np.float32).tobytes())
    return digest.hexdigest()


@cache
def _kept() -> Kept | None:
    if not FILE.is_file():
        return None
    with np.load(FILE, allow_pickle=False) as file:
        keys = file["keys"].tobytes()
        return Kept(
            str(file["encoder"]),
            {keys[at : at + 8]: at // 8 for at in range(0, len(keys), 8)},
            file["vectors"],
            file["scales"],
            str(file["of"]),
            file["parts"],
        )
