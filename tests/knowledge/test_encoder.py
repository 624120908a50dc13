"""The shipped encoder: two ways to read one table, and its size."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.encoder import SHIPPED, load_encoder
from knowledge.errors import ModelUnusable

TEXTS = [
    "挂了牌之后能用几年",
    "第十七条 认定有效期为三年",
    "师范平台",
    "",
    "ISO 9001 🙂",
    "龘" * 500,
]
MOST_BYTES = 25_000_000


def test_its_files_together_stay_below_the_limit():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= MOST_BYTES


def test_every_text_has_length_one_or_nothing_to_say():
    lengths = np.linalg.norm(load_encoder().encode(TEXTS), axis=1)

    assert np.allclose(lengths[[0, 1, 2, 4, 5]], 1.0, atol=1e-5)
    assert lengths[3] == 0.0


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_sentence_transformers_reads_the_same_vectors():
    from sentence_transformers import SentenceTransformer

    from knowledge.training.word_embedding import FeatureEmbedding

    own = load_encoder().encode(TEXTS)
    model = SentenceTransformer(modules=[FeatureEmbedding.load(str(SHIPPED))], device="cpu")
    theirs = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)

    rows = [at for at, text in enumerate(TEXTS) if text]
    assert np.allclose(own[rows], theirs[rows], atol=1e-4)


def test_a_model_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ModelUnusable, match="HUIQI_EMBEDDING_MODEL"):
        load_encoder(str(tmp_path / "nothing"))
