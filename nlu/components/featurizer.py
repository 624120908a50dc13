"""What the intent classifier sees of a message: weighted features, and the encoder's vector.

Neither needs words to be cut, which Chinese does not show: features are characters, pairs
of characters and pairs of sounds (`knowledge.tokens`).
"""

from __future__ import annotations

import re
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
from scipy.sparse import coo_matrix

from knowledge.encoder import load_encoder
from knowledge.learned import Features as Words
from knowledge.learned import words_of

SHORT = 8  # characters
# One-time codes have no words in common; that one is there says what a message is about.
CODE = re.compile(r"(?<![a-z0-9])[a-z0-9]{5}-[a-z0-9]{5}(?![a-z0-9])")


def features(text: str) -> list[str]:
    """Tokens of a message: what it says, three characters in a row, and how it begins and ends.

    Very short ones keep their whole text, so that 好 differs from 你好.
    """
    said = text.strip().lower()
    threes = (said[at : at + 3] for at in range(len(said) - 2))
    tokens = [*words_of(text), *threes, f"^{said[:2]}", f"{said[-2:]}$", f"{said[-1:]}$"]
    if CODE.search(said):
        tokens.append("<code>")
    return [*tokens, f"={said}"] if len(text) <= SHORT else tokens


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
        words: Words | None = None,
    ) -> None:
        super().__init__(name, config)
        self._model_storage = model_storage
        self._resource = resource
        self._words = words or Words.fitted([], features)
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
        self._words = Words.fitted([text for text in texts if text], features)
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
        words = self._words.rows([text])
        vector = self._encoder.encode([text])[0] * self._config["vector_weight"]
        known = words.shape[1]
        # Longer rows let the classifier, whose own restraint is fixed, hold on to short examples.
        values = np.concatenate([words.data, vector]) * self._config["length"]
        columns = np.concatenate([words.indices, np.arange(known, known + len(vector))])
        row = coo_matrix(
            (values, (np.zeros_like(columns), columns)), shape=(1, known + len(vector))
        )
        return Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "words.txt").write_text("\n".join(self._words.words), encoding="utf-8")
            np.save(folder / "weights.npy", self._words.rarity)

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
        known = Words(words, weights, features)
        return cls(config, execution_context.node_name, model_storage, resource, known)
