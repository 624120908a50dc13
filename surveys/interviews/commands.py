"""What steers the interview: commands, corrections of earlier answers, and questions back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.interview.spoken import spoken
from surveys.interviews.lexicon import clauses, folded
from surveys.interviews.questionnaire import Question, Questionnaire

COMMANDS = Path(__file__).with_name("commands.yaml")
LONGEST = 40  # letters; a longer text is no command and corrects nothing but in its own words
_MARKS = re.compile(r"[,，。.!！、~～…;；“”\"「」]+")


@dataclass(frozen=True)
class Correction:
    """An earlier answer to change: the question, or the number that has none, and the new words."""

    question: Question | None
    number: int
    value: str


def command(text: str) -> str:
    """The name of the command that the whole text is; empty where it is none."""
    clean = _MARKS.sub("", folded(text))
    if len(clean) > LONGEST:
        return ""
    found = (name for name, words in _table("commands").items() if words.match(clean))
    return next(found, "")


def correction(questionnaire: Questionnaire, text: str) -> Correction | None:
    """修改第3题, 第三题改成满意, 修改职务; None where the text corrects nothing."""
    clean = " ".join(text.split()).rstrip("。.!！")
    if found := _pattern("change").match(folded(clean)):
        return _numbered(questionnaire, found, clean)
    found = _pattern("change_named").match(clean)
    if found is None or len(clean) > LONGEST:
        return None
    what = found["what"] or found["other"] or found["wrong"]
    question = questionnaire.named(what)
    return Correction(question, 0, found["value"] or "") if question else None


def asks(text: str) -> bool:
    """Whether the text is a question back."""
    return bool(_pattern("asks").search(folded(text).rstrip("。.!！")))


def about_rules(text: str) -> bool:
    """Whether the text is a question about the rules."""
    return asks(text) and bool(_pattern("rules").search(folded(text)))


def about(text: str) -> str:
    """The question about the interview itself that the text is; empty where it is none."""
    if not asks(text) or len(text) > LONGEST:
        return ""
    clean = folded(text)
    return next((name for name, words in _table("about").items() if words.search(clean)), "")


def without_words(text: str) -> bool:
    """What a channel writes in place of a sticker, a picture or a voice message."""
    return bool(_pattern("no_words").match(text.strip().lower()))


def is_nothing(text: str) -> bool:
    return bool(_pattern("nothing").match(clauses(text).replace(",", "")))


def is_unknown(text: str) -> bool:
    return bool(_pattern("unknown").match(clauses(text).replace(",", "")))


def _numbered(questionnaire: Questionnaire, found: re.Match[str], text: str) -> Correction | None:
    """A bare 第3题 is no correction unless it says so; the new words keep their spelling."""
    number = int(spoken(found["number"]) or 0)
    value = text[-len(found["value"]) :] if found["value"] else ""
    return Correction(questionnaire.numbered(number), number, value.strip())


@cache
def _loaded() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(COMMANDS.read_text(encoding="utf-8"))
    return loaded


@cache
def _table(name: str) -> Mapping[str, re.Pattern[str]]:
    return {key: re.compile(words) for key, words in _loaded()[name].items()}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_loaded()[name])
