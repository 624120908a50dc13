"""The questionnaire: questions with stable ids and skip logic, frozen by its SHA-256."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from surveys.frames.canonical import canonical_json, sha256_of
from surveys.interviews.errors import WrongQuestionnaire
from surveys.interviews.outcomes import OUTCOMES

QUESTIONNAIRE = Path(__file__).with_name("questionnaire.yaml")

Kind = Literal["choice", "several", "grade", "name", "position", "phone", "own_words"]
Value = str | tuple[str, ...] | None
Values = Mapping[str, Value]


@dataclass(frozen=True)
class Option:
    """One answer of a choice: what is stored, what the button says, the words that mean it."""

    value: str
    say: str
    words: str

    def meant_by(self, clean: str) -> bool:
        return bool(re.search(self.words, clean))


@dataclass(frozen=True)
class Question:
    """One question; `number` is 0 for consent, which stands before the first."""

    id: str
    kind: Kind
    label: str
    names: tuple[str, ...]
    ask: str
    number: int = 0
    again: str = ""
    required: bool = False
    part: str = ""
    options: tuple[Option, ...] = ()
    other: str = ""
    all: str = "(?!)"
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    ends: Mapping[str, str] = field(default_factory=dict, hash=False)

    def ruled_out_by(self, values: Values) -> bool:
        """Whether an earlier answer leads past this question."""
        return any(name in values and values[name] not in to for name, to in self.when.items())

    def asked_after(self, values: Values) -> bool:
        """Whether the earlier answers lead here."""
        return all(values.get(name) in wanted for name, wanted in self.when.items())


@dataclass(frozen=True)
class Questionnaire:
    """One version; `content` is what its hash is taken over."""

    id: str
    version: int
    questions: tuple[Question, ...]
    scale: tuple[str, ...]
    not_applicable: str
    bands: Mapping[str, int] = field(hash=False)
    content: Mapping[str, Any] = field(repr=False, hash=False, compare=False)
    sha256: str

    @property
    def mark(self) -> str:
        """What a button carries, so that one of another version is known."""
        return f"{self.version}-{self.sha256[:12]}"

    @property
    def total(self) -> int:
        return max(each.number for each in self.questions)

    def question(self, id: str) -> Question | None:
        return next((each for each in self.questions if each.id == id), None)

    def numbered(self, number: int) -> Question | None:
        return next((each for each in self.questions if number and each.number == number), None)

    def named(self, text: str) -> Question | None:
        """The question that a text names; the longest name goes first."""
        found = [
            (len(name), each) for each in self.questions for name in each.names if name in text
        ]
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def path(self, values: Values) -> tuple[Question, ...]:
        """The questions that these answers lead through."""
        return tuple(each for each in self.questions if each.asked_after(values))


@cache
def shipped() -> Questionnaire:
    """The questionnaire of this version of the program."""
    return read_questionnaire(yaml.safe_load(QUESTIONNAIRE.read_text(encoding="utf-8")))


def read_questionnaire(content: Mapping[str, Any]) -> Questionnaire:
    """A questionnaire from its content, as read from YAML or from where a survey froze it."""
    try:
        found = _made(content)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise WrongQuestionnaire(
            f"问卷定义不完整（{error}），请对照 questionnaire.yaml。"
        ) from None
    _check(found)
    return found


def _made(content: Mapping[str, Any]) -> Questionnaire:
    return Questionnaire(
        id=content["id"],
        version=content["version"],
        questions=tuple(_question(row) for row in content["questions"]),
        scale=tuple(content["scale"]),
        not_applicable=content["not_applicable"],
        bands=dict(content["bands"]),
        content=content,
        sha256=sha256_of(canonical_json(content).encode()),
    )


def _question(row: Mapping[str, Any]) -> Question:
    fields = dict(row)
    fields["names"] = tuple(row["names"])
    fields["options"] = tuple(Option(**each) for each in row.get("options", ()))
    fields["when"] = {name: tuple(values) for name, values in row.get("when", {}).items()}
    for pattern in (fields.get("all", ""), *(each.words for each in fields["options"])):
        re.compile(pattern)
    return Question(**fields)


def _check(found: Questionnaire) -> None:
    ids = [each.id for each in found.questions]
    numbers = [each.number for each in found.questions if each.number]
    if len(set(ids)) != len(ids):
        raise WrongQuestionnaire("问卷里有重复的题目编号（id），请改成各不相同。")
    if numbers != list(range(1, len(numbers) + 1)):
        raise WrongQuestionnaire("问卷的题号（number）应从1起连续，请按顺序重排。")
    if set(found.bands) != set(found.scale):
        raise WrongQuestionnaire("分数段（bands）与评价等级（scale）对不上，请逐级写明最低分。")
    for place, each in enumerate(found.questions):
        if not set(each.when) <= set(ids[:place]):
            raise WrongQuestionnaire(f"题目“{each.id}”的前提（when）指向后面的题，请调整顺序。")
        values = {option.value for option in each.options}
        if not set(each.ends) <= values or not set(each.ends.values()) <= set(OUTCOMES):
            raise WrongQuestionnaire(f"题目“{each.id}”的结束条件（ends）不存在，请核对选项和代码。")
