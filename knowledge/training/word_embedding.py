"""The encoder as a sentence-transformers module: the mean of the vectors of a text's features.

A number is stored in half a byte, with one scale for each vector: an eighth of the size of
floats, without a loss that shows in what is found.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from knowledge.tokens import feature_text

LOWEST, HIGHEST = -8, 7
CLIPPED = (1.0, 0.8, 0.65)  # of the largest number; cutting it off makes the others finer


class FeatureEmbedding(StaticEmbedding):
    """A StaticEmbedding whose words are the features of `knowledge.tokens`, written out."""

    def preprocess(self, inputs: list[str], *rest: Any, **options: Any) -> dict[str, torch.Tensor]:
        words = [feature_text(text) for text in inputs]
        return super().preprocess(words, *rest, **options)  # type: ignore[no-any-return]

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        numbers, scale = small(self.embedding.weight.detach())
        folder = Path(output_path)
        save_file({"embeddings": packed(numbers), "weights": scale}, folder / "model.safetensors")
        self.tokenizer.save(str(folder / "tokenizer.json"))

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> FeatureEmbedding:
        folder = Path(model_name_or_path) / subfolder
        stored = load_file(folder / "model.safetensors")
        weights = unpacked(stored["embeddings"]) * stored["weights"][:, None]
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return cls(tokenizer, embedding_weights=weights)


def small(weights: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Whole numbers from -8 to 7 and the scale of each row that loses least."""
    largest = weights.abs().amax(dim=1).clamp(min=1e-9) / HIGHEST
    tried = [(scale, _rounded(weights, scale)) for scale in (largest * cut for cut in CLIPPED)]
    losses = torch.stack(
        [((weights - numbers * scale[:, None]) ** 2).sum(dim=1) for scale, numbers in tried]
    )
    best = losses.argmin(dim=0)
    rows = torch.arange(len(weights))
    numbers = torch.stack([numbers for _, numbers in tried])[best, rows]
    return numbers, torch.stack([scale for scale, _ in tried])[best, rows]


def _rounded(weights: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    return torch.round(weights / scale[:, None]).clamp(LOWEST, HIGHEST)


def packed(numbers: torch.Tensor) -> torch.Tensor:
    """Two numbers a byte: the first half of a row in the low bits, the second in the high ones."""
    low, high = (numbers - LOWEST).to(torch.uint8).chunk(2, dim=1)
    return low | high << 4


def unpacked(stored: torch.Tensor) -> torch.Tensor:
    return torch.cat([stored & 15, stored >> 4], dim=1).float() + LOWEST
