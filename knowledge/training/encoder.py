"""Trains the encoder: the wording of laws first, then lay questions with the statutes they need.

    python -m knowledge.training.encoder --laws … --statutes … --questions … --out …

Contrastive throughout: what belongs together is drawn together, all else of the batch
pushed apart. Reproducible: the seed is fixed and everything runs on the CPU. The question
bank gives words to the vocabulary and nothing else: further training on it made no
question of an unseen author easier to answer (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer, models, pre_tokenizers

from knowledge.bank import load_bank, load_unanswerable
from knowledge.library import load_shipped
from knowledge.tokens import feature_text
from knowledge.training.corpora import Pair, law_pairs, statute_pairs
from knowledge.training.word_embedding import FeatureEmbedding

SEED = 20
DIMENSION = 256
VOCABULARY = 80_000
BATCH = 512
KEPT_SHARE = 0.85  # of a text's features in one step, so that no single one is relied on
TEMPERATURE = 0.05


class Corpus:
    """Pairs of texts as lists of vocabulary ids, ready for the embedding."""

    def __init__(self, pairs: Sequence[Pair], tokenizer: Tokenizer) -> None:
        self.left = _ids([left for left, _ in pairs], tokenizer)
        self.right = _ids([right for _, right in pairs], tokenizer)

    def __len__(self) -> int:
        return len(self.left)


def _ids(texts: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    words = [feature_text(text) for text in texts]
    return [encoding.ids or [0] for encoding in tokenizer.encode_batch(words)]


def make_tokenizer(texts: Iterable[str], always: Iterable[str]) -> Tokenizer:
    """A word-level vocabulary: every feature of `always`, then the most frequent of `texts`."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(feature_text(text).split()))
    own = sorted({word for text in always for word in feature_text(text).split()})
    frequent = [word for word, _ in counts.most_common(VOCABULARY)]
    words = list(dict.fromkeys(("[UNK]", *own, *frequent)))[:VOCABULARY]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return tokenizer


def train(
    module: FeatureEmbedding, corpus: Corpus, *, epochs: int, rate: float, seed: int = SEED
) -> None:
    """Draw the two sides of each pair together, in batches of strangers."""
    chance = random.Random(seed)
    optimizer = torch.optim.Adam(module.parameters(), lr=rate)
    order = list(range(len(corpus)))
    for epoch in range(epochs):
        chance.shuffle(order)
        total = 0.0
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            left = _embed(module, [corpus.left[at] for at in batch], chance)
            right = _embed(module, [corpus.right[at] for at in batch], chance)
            loss = _contrast(left, right, [corpus.right[at] for at in batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1}: loss {total / len(order):.3f}", file=sys.stderr)  # noqa: T201


def _embed(module: FeatureEmbedding, rows: list[list[int]], chance: random.Random) -> torch.Tensor:
    thinned = [_thinned(row, chance) for row in rows]
    flat = torch.tensor([number for row in thinned for number in row])
    lengths = torch.tensor([0, *(len(row) for row in thinned[:-1])])
    features = {"input_ids": flat, "offsets": lengths.cumsum(0)}
    embedded = module(features)["sentence_embedding"]
    return torch.nn.functional.normalize(embedded, dim=1)


def _thinned(row: list[int], chance: random.Random) -> list[int]:
    kept = [number for number in row if chance.random() < KEPT_SHARE]
    return kept or row


def _contrast(left: torch.Tensor, right: torch.Tensor, answers: list[list[int]]) -> torch.Tensor:
    """In-batch negatives, both ways; equal answers in one batch are not negatives."""
    scores = left @ right.T / TEMPERATURE
    keys = [tuple(answer) for answer in answers]
    same = (
        torch.tensor([[a == b for b in keys] for a in keys]) if len(set(keys)) < len(keys) else None
    )
    if same is not None:
        same.fill_diagonal_(False)
        scores = scores.masked_fill(same, -1e9)
    target = torch.arange(len(keys))
    forward = torch.nn.functional.cross_entropy(scores, target)
    return (forward + torch.nn.functional.cross_entropy(scores.T, target)) / 2


def new_module(tokenizer: Tokenizer) -> FeatureEmbedding:
    torch.manual_seed(SEED)
    return FeatureEmbedding(tokenizer, embedding_dim=DIMENSION)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("laws", "statutes", "questions", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    general = law_pairs(given.laws)
    lay = statute_pairs(given.questions, given.statutes)
    own = [
        load_shipped().joined(),
        *(each.question for each in load_unanswerable()),
        *(text for pair in lay for text in pair),
    ]
    own += (entry.question for entry in load_bank())
    tokenizer = make_tokenizer((text for pair in general for text in pair), own)
    module = new_module(tokenizer)
    train(module, Corpus(general, tokenizer), epochs=4, rate=0.01)
    train(module, Corpus(lay, tokenizer), epochs=6, rate=0.003)
    given.out.mkdir(parents=True, exist_ok=True)
    SentenceTransformer(modules=[module]).save(str(given.out), create_model_card=False)


if __name__ == "__main__":
    main()
