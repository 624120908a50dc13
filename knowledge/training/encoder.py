"""Trains the encoder: the wording of laws first, then lay questions with the statutes they need.

    python -m knowledge.training.encoder --laws … --statutes … --questions … --out … --work …

Contrastive throughout: what belongs together is drawn together, all else pushed apart.
Reproducible: the seed is fixed and everything runs on the CPU. The first stage takes most
of the time; its table is kept in the folder given by --work and taken from there if it is
present. The question bank gives words to the vocabulary and nothing else: further training
on it made no question of an unseen author easier to answer (docs/benchmarks.md).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer, models, pre_tokenizers

from knowledge.bank import load_bank, load_unanswerable
from knowledge.corpus_search import Corpus
from knowledge.encoder import Vectors
from knowledge.lexical import Lexical, split_by
from knowledge.library import load_shipped
from knowledge.tokens import characters_and_pairs, feature_text
from knowledge.training import asking, corpus_ranking, single_laws, wording
from knowledge.training.asking import Lay, learn_asking
from knowledge.training.bags import Bags, Numbers
from knowledge.training.corpora import Article, read_articles, read_asked, read_statutes
from knowledge.training.table import Table
from knowledge.training.word_embedding import FeatureEmbedding
from knowledge.training.wording import Numbered, learn_wording

SEED = 20
DIMENSION = 512
VOCABULARY = 80_000
UNKNOWN = "[UNK]"
MOVED = 0.7  # of the way from the first stage to the end of the second


class Vocabulary:
    """Features by number: 0 for all that are not known."""

    def __init__(self, own: Iterable[str], counted: Counter[str]) -> None:
        # Words that occur equally often in the order of their letters, so that runs agree.
        frequent = sorted(counted, key=lambda word: (-counted[word], word))[:VOCABULARY]
        words = list(dict.fromkeys((UNKNOWN, *sorted(set(own)), *frequent)))[:VOCABULARY]
        self._numbers = {word: number for number, word in enumerate(words)}

    def numbers(self, text: str) -> Numbers:
        words = feature_text(text).split()
        return np.array([self._numbers.get(word, 0) for word in words], np.int64)

    def bags(self, texts: Sequence[str]) -> Bags:
        return Bags.of([self.numbers(text) for text in texts])

    def numbered(self, article: Article) -> Numbered:
        clauses = [self.numbers(clause) for clause in article.clauses]
        ends = np.cumsum([len(clause) for clause in clauses])
        name, chapter = self.numbers(article.law), self.numbers(article.chapter)
        return Numbered(article.law, name, chapter, np.concatenate(clauses), np.unique(ends))

    def tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer(models.WordLevel(self._numbers, unk_token=UNKNOWN))
        tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
        return tokenizer


def make_vocabulary(articles: Sequence[Article], lay: Iterable[str]) -> Vocabulary:
    """Every feature that questions and our own texts use, then the most frequent of laws."""
    own = [load_shipped().joined(), *lay]
    own += (each.question for each in load_bank())
    own += (each.question for each in load_unanswerable())
    counted: Counter[str] = Counter()
    for article in articles:
        counted.update(
            {word for clause in article.clauses for word in feature_text(clause).split()}
        )
    return Vocabulary((word for text in own for word in feature_text(text).split()), counted)


def wording_table(work: Path, vocabulary: Vocabulary, articles: Sequence[Article]) -> torch.Tensor:
    """The table after the first stage."""
    kept = work / "wording.pt"
    if kept.exists():
        return torch.load(kept, weights_only=True)  # type: ignore[no-any-return]
    torch.manual_seed(SEED)
    table = Table(torch.randn(VOCABULARY, DIMENSION) / DIMENSION**0.5, wording.RATE)
    numbered = [each for each in map(vocabulary.numbered, articles) if len(each.ends)]
    learn_wording(table, numbered, np.random.default_rng(SEED))
    torch.save(table.weights, kept)
    return table.weights


def asked_table(start: torch.Tensor, lay: Lay, train: Sequence[int]) -> Table:
    """The table after the second stage on the questions of `train`.

    It moves most of the way only: a thousand questions know less of Chinese than the laws do,
    and two short questions then come out alike for their sake.
    """
    table = Table(start.clone(), asking.RATE)
    learn_asking(table, lay, train, np.random.default_rng(SEED))
    return Table(start + MOVED * (table.weights - start), asking.RATE)


class Unfinished:
    """A table in training as an encoder."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self._table, self._vocabulary = table, vocabulary

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors: Vectors = self._table.all(self._vocabulary.bags(texts)).numpy()
        return vectors


def learn_ranking(
    start: torch.Tensor, lay: Lay, texts: Sequence[str], names: list[str], vocabulary: Vocabulary
) -> None:
    """Fold by fold, so that each question is measured by a table that never saw it."""
    rows: list[corpus_ranking.Measured] = []
    statutes, alone = single_laws.Statutes(names, texts), list[single_laws.Asking]()
    folds = np.array([corpus_ranking.fold_of(one) for one in lay.asked])
    for fold in range(corpus_ranking.FOLDS):
        table = asked_table(start, lay, np.flatnonzero(folds != fold).tolist())
        corpus = Corpus(names, texts, table.all(lay.statutes).numpy())
        left_out = np.flatnonzero(folds == fold)
        vectors = table.all(lay.questions.take(left_out)).numpy()
        asked = [lay.asked[at] for at in left_out]
        rows += corpus_ranking.measured(corpus, asked, vectors)
        encoder = Unfinished(table, vocabulary)
        for law, questions in statutes.of_one_law(asked).items():
            alone += statutes.asking(law, questions, encoder)
    corpus_ranking.write(rows)
    single_laws.write(alone)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("laws", "statutes", "questions", "out", "work"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    for folder in (given.out, given.work):
        folder.mkdir(parents=True, exist_ok=True)
    ids, names, texts = read_statutes(given.statutes)
    titled = [f"{name} {text}" for name, text in zip(names, texts, strict=True)]
    asked = read_asked(given.questions, ids)
    articles = list(read_articles(given.laws))
    needed = [titled[at] for one in asked for at in one.answers]
    vocabulary = make_vocabulary(articles, [*(one.question for one in asked), *needed])
    start = wording_table(given.work, vocabulary, articles)
    lexical = Lexical(split_by(characters_and_pairs, titled), characters_and_pairs)
    words = np.stack([lexical.scores(one.question) for one in asked])
    questions = vocabulary.bags([one.question for one in asked])
    lay = Lay(asked, questions, vocabulary.bags(titled), words)
    learn_ranking(start, lay, texts, names, vocabulary)
    table = asked_table(start, lay, range(len(asked)))
    module = FeatureEmbedding(vocabulary.tokenizer(), embedding_weights=table.weights)
    SentenceTransformer(modules=[module]).save(str(given.out), create_model_card=False)


if __name__ == "__main__":
    main()
