"""The encoder at run time: text → unit vector, without loading PyTorch for the shipped one.

The shipped encoder is a sentence-transformers folder whose table is small enough to be
read directly; a test holds both ways to the same vectors. Any other model named by the
user goes through sentence-transformers itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt
from safetensors.numpy import load_file

from knowledge.errors import ModelUnusable
from knowledge.tokens import characters_and_pairs, sound_pairs

Vectors = npt.NDArray[np.float32]
SHIPPED = Path(__file__).with_name("encoder_data")


class Encoder(Protocol):
    """Turns texts into rows of length one, so that their product is the cosine."""

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class TableEncoder:
    """The mean of the vectors of a text's features.

    The table holds two numbers of four bits a byte: the first half of a vector in the low
    bits, the second in the high ones, each 8 too large and to be multiplied by its row's scale.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        stored = load_file(folder / "model.safetensors")
        self._table = stored["embeddings"]
        self._scale = stored["weights"]
        settings = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._ids: dict[str, int] = settings["model"]["vocab"]
        self._unknown = self._ids[settings["model"]["unk_token"]]

    @cached_property
    def sha256(self) -> str:
        """Names the table; worked out only for who asks, as reading it again takes a moment."""
        return sha256((self._folder / "model.safetensors").read_bytes()).hexdigest()

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.stack([self._one(text) for text in texts])
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return cast(Vectors, rows / np.maximum(lengths, 1e-12))

    def _one(self, text: str) -> Vectors:
        words = (*characters_and_pairs(text), *sound_pairs(text))
        ids = [self._ids.get(word, self._unknown) for word in words]
        rows, scale = self._table[ids], self._scale[ids]
        halves = (rows & 15, rows >> 4)
        total = np.concatenate([scale @ half.astype(np.float32) for half in halves])
        return cast(Vectors, (total - 8 * scale.sum()) / np.float32(max(len(ids), 1)))


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or path."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import SentenceTransformer

            self._model = SentenceTransformer(name, device="cpu")
        except Exception as error:  # what it raises depends on the model and its files
            raise ModelUnusable(
                f"设置 HUIQI_EMBEDDING_MODEL 指定的模型“{name}”不能加载，请检查名称或路径。"
            ) from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return cast(Vectors, np.asarray(vectors, dtype=np.float32))


@cache
def load_encoder(name: str = "") -> Encoder:
    """The encoder of that name or path; the shipped one where none is named."""
    return SentenceTransformerEncoder(name) if name else TableEncoder(SHIPPED)
