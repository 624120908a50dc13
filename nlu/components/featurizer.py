"""What the intent classifier sees of a message: weighted features, and the encoder's vector.

Neither needs words to be cut, which Chinese does not show: features are characters, pairs
of characters and pairs of sounds (`knowledge.tokens`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.encoder import load_encoder
from knowledge.tokens import characters_and_pairs, sound_pairs


def features(text: str) -> list[str]:
    """Tokens of a message; very short ones keep their whole text, so that 好 differs from 你好."""
    tokens = [*characters_and_pairs(text), *sound_pairs(text)]
    return [*tokens, f"={text.strip().lower()}"] if len(text) <= 8 else tokens


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageFeaturizer(SparseFeaturizer, GraphComponent):
    """Fits the weights of the features on the training examples."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**SparseFeaturizer.get_default_config(), "vector_weight": 0.5, "length": 4.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: both numbers have defaults."""

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
        vectorizer: TfidfVectorizer | None = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizer = vectorizer or TfidfVectorizer(
            analyzer=features, sublinear_tf=True, dtype=np.float32
        )
        self._encoder = load_encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageFeaturizer:
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples and keep the result with the model."""
        texts = [example.get(TEXT) for example in training_data.intent_examples]
        self._vectorizer.fit([text for text in texts if text])
        self._persist()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one row of features to each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.add_features(self._row(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _row(self, text: str) -> Features:
        weighted = self._vectorizer.transform([text])
        vector = csr_matrix(self._encoder.encode([text]) * self._config["vector_weight"])
        # Longer rows let the classifier, whose own restraint is fixed, hold on to short examples.
        row = (hstack([weighted, vector]) * self._config["length"]).tocoo()
        return Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])

    def _persist(self) -> None:
        words = self._vectorizer.vocabulary_
        with self._model_storage.write_to(self._resource) as folder:
            order = sorted(words, key=words.__getitem__)
            (folder / "words.txt").write_text("\n".join(order), encoding="utf-8")
            np.save(folder / "weights.npy", self._vectorizer.idf_)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> MessageFeaturizer:
        with model_storage.read_from(resource) as folder:
            words = (folder / "words.txt").read_text(encoding="utf-8").split("\n")
            weights = np.load(folder / "weights.npy", allow_pickle=False)
        vectorizer = TfidfVectorizer(
            analyzer=features, sublinear_tf=True, dtype=np.float32, vocabulary=words
        )
        vectorizer.idf_ = weights
        return cls(config, execution_context.node_name, model_storage, resource, vectorizer)
