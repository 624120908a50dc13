"""What to say where the text does not answer: a near miss, another rule, small talk, or no."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from knowledge.answer import Answer, Status
from knowledge.bank import Unanswerable
from knowledge.beyond import Topic, missed_topic, other_rule, topic_of
from knowledge.composing import Composer, is_english, label
from knowledge.features import nearest
from knowledge.naming import EARLIER
from knowledge.units import Regulation

FILE = Path(__file__).with_name("refusals.yaml")
EXAMPLES = ("挂了牌之后能用几年？", "申请要交哪些材料？", "每个月几号之前要填报？")
DRAFT = "办法（修订征求意见稿）"
KNOWN = 0.5  # how alike a known unanswerable question must be to lend its kind
NEIGHBOURS = 5


class Refuser:
    """Writes refusals for one regulation; `unanswerable` teaches it of what kind they are."""

    def __init__(
        self, regulation: Regulation, composer: Composer, unanswerable: Sequence[Unanswerable]
    ) -> None:
        self._regulation = regulation
        self._composer = composer
        self._unanswerable = unanswerable
        self._rule = DRAFT if regulation.is_shipped else f"《{regulation.name}》"
        self.examples = EXAMPLES if regulation.is_shipped else ()

    def refuse(
        self,
        question: str,
        units: tuple[str, ...],
        sure: float,
        alike: npt.NDArray[np.float32],
        *,
        near: bool,
    ) -> Answer:
        """A refusal of the right type.

        `alike` has a value for each known unanswerable question; `near` says that the best
        unit nearly answers.
        """
        ours = self._regulation.is_shipped
        topic = missed_topic(question) if ours else None
        kind = self._kind(alike)
        other = other_rule(question) if ours else ""
        if kind in ("smalltalk", "nonsense", "attack"):
            return self._plainly(question, kind, units, sure)
        if topic:
            return self._missed(question, topic, units, sure)
        if other:
            return self._another(question, other, units, sure)
        if units and (near or kind == "near"):
            key = "near_miss_en" if is_english(question) else "near_miss_plain"
            said = sentence(key, rule=self._rule, unit=label(units[0]))
            return self._near(said, units[0], units, sure)
        return self._plainly(question, "not_in_text", units, sure)

    def elsewhere(self, question: str, other: str, units: tuple[str, ...]) -> Answer:
        """An article of another text is asked for, whose words are not here."""
        if other == EARLIER:
            return self._missed(question, topic_of("新旧办法的对照"), units, 0.0)
        return self._another(question, other, units, 0.0)

    def surely(self, question: str, alike: npt.NDArray[np.float32]) -> bool:
        """Whether a question is refused although it names a unit: the text is known not to say
        it, or it is no question about the text."""
        unsaid = self._regulation.is_shipped and missed_topic(question) is not None
        return unsaid or self._kind(alike) == "attack"

    def _missed(self, question: str, topic: Topic, units: tuple[str, ...], sure: float) -> Answer:
        key = "near_miss_en" if is_english(question) else "near_miss"
        said = sentence(key, rule=self._rule, lacks=topic.lacks, unit=label(topic.closest))
        return self._near(said, topic.closest, units, sure)

    def _another(self, question: str, other: str, units: tuple[str, ...], sure: float) -> Answer:
        key = "about_another_rule_en" if is_english(question) else "about_another_rule"
        said = sentence(key, other=other)
        return Answer("about_another_rule", units, said, sure, (), self.examples)

    def _near(self, said: str, closest: str, units: tuple[str, ...], sure: float) -> Answer:
        """What is not said, then the nearest unit verbatim; it is shown, not cited as an answer."""
        unit = self._regulation[closest]
        text = "\n".join((said, self._composer.quote(unit), self._composer.source()))
        ranked = (closest, *(each for each in units if each != closest))
        return Answer("near_miss", ranked, text, sure, (), ranked[1:3])

    def _plainly(self, question: str, key: str, units: tuple[str, ...], sure: float) -> Answer:
        statuses: dict[str, Status] = {"smalltalk": "small_talk", "nonsense": "unclear"}
        words = {"smalltalk": "small_talk", "nonsense": "unclear"}.get(key, key)
        if is_english(question) and words != "unclear":  # keys struck at random are no English
            words += "_en"
        elif words == "not_in_text" and not self._regulation.is_shipped:
            words = "not_in_text_elsewhere"
        text = sentence(words, name=self._regulation.name, rule=self._rule)
        return Answer(statuses.get(key, "not_in_text"), units, text, sure, (), self.examples)

    def _kind(self, alike: npt.NDArray[np.float32]) -> str:
        """The kind that most of the similar known unanswerable questions have; empty if none."""
        votes: dict[str, float] = {}
        for at in nearest(alike, NEIGHBOURS):
            if alike[at] >= KNOWN:
                kind = self._unanswerable[at].kind
                votes[kind] = votes.get(kind, 0.0) + float(alike[at])
        return max(votes, key=lambda kind: votes[kind], default="")


def sentence(key: str, **fields: str) -> str:
    """A sentence of `refusals.yaml` with its fields filled in."""
    return _sentences()[key].format(**fields)


@cache
def _sentences() -> dict[str, str]:
    loaded: dict[str, str] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
