"""The encoder as a sentence-transformers module: the mean of the vectors of a text's features.

The vectors are stored as bytes with one scale for each, a quarter of the size of floats.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from sentence_transformers.sentence_transformer.modules import StaticEmbedding

from knowledge.tokens import feature_text


class FeatureEmbedding(StaticEmbedding):
    """A StaticEmbedding whose words are the features of `knowledge.tokens`, written out."""

    def preprocess(self, inputs: list[str], *rest: Any, **options: Any) -> dict[str, torch.Tensor]:
        words = [feature_text(text) for text in inputs]
        return super().preprocess(words, *rest, **options)  # type: ignore[no-any-return]

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        weight = self.embedding.weight.detach()
        scale = weight.abs().amax(dim=1).clamp(min=1e-9) / 127
        small = torch.round(weight / scale[:, None]).to(torch.int8)
        folder = Path(output_path)
        save_file({"embeddings": small, "weights": scale}, folder / "model.safetensors")
        self.tokenizer.save(str(folder / "tokenizer.json"))

    @classmethod
    def load(cls, model_name_or_path: str, **options: Any) -> FeatureEmbedding:
        plain = StaticEmbedding.load(model_name_or_path, **options)
        return cls(plain.tokenizer, embedding_weights=plain.embedding.weight.detach())
