"""The intent model as a component of Rasa's graph."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.encoder import load_encoder
from nlu.components.intent_model import IntentModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LearnedIntents(GraphComponent, IntentClassifier):
    """Learns the intents of the training examples and names those of messages."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"ranking_length": 3}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._ranking_length = config["ranking_length"]
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._encoder = load_encoder()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LearnedIntents:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples and keep the result with the model."""
        examples = [each for each in training_data.intent_examples if each.get(TEXT)]
        texts = [each.get(TEXT) for each in examples]
        names = [each.get(INTENT) for each in examples]
        self._model = IntentModel.fitted(texts, names, self._encoder)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.write(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the likeliest intent of each message that has text, and the next ones."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._model:
                likely = self._model.likely(text, self._encoder)
                ranking = [{"name": name, "confidence": odds} for name, odds in likely]
                message.set(INTENT, ranking[0], add_to_output=True)
                shown = ranking[: self._ranking_length]
                message.set(INTENT_RANKING_KEY, shown, add_to_output=True)
        return messages

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> LearnedIntents:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.read(folder))
