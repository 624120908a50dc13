"""What steers the interview: commands, corrections of earlier answers, and questions back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.spoken import spoken
from surveys.interviews.lexicon import clauses, folded
from surveys.interviews.questionnaire import Question, Questionnaire

COMMANDS = Path(__file__).with_name("commands.yaml")
LONGEST = 40  # letters; a longer text is no command and corrects nothing but in its own words
_TOLD, _ENDING = 80, 15  # letters of a longer text, which tells more than it asks, and its end
_END = re.compile(r"[。.!\s]+$")
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


def correction(questionnaire: Questionnaire, text: str, freely: bool = True) -> Correction | None:
    """修改第3题, 第三题改成满意, 修改职务; None where the text corrects nothing.

    Not `freely` where the open question takes any words: 收费应该是免费的 may be the answer.
    """
    clean = _END.sub("", " ".join(unicodedata.normalize("NFKC", text).split()))
    if found := _first("change", clean):
        number = int(spoken(found["number"]) or 0)
        return Correction(questionnaire.numbered(number), number, found["value"].strip())
    if len(clean) > LONGEST:
        return None
    found = _first("change_named", clean) or (_first("change_freely", clean) if freely else None)
    question = questionnaire.named(found["what"]) if found else None
    return Correction(question, 0, found["value"].strip()) if found and question else None


def corrects_later(questionnaire: Questionnaire, text: str) -> Correction | None:
    """What is to be changed after the end: 应该是 may tell of something else by then."""
    changes = bool(_pattern("changes").search(folded(text))) and not asks(text)
    return correction(questionnaire, text, freely=changes)


def asks(text: str) -> bool:
    """Whether the text is a question back; of a long text, whether it ends in one."""
    clean = folded(text).rstrip("。.!！")
    return bool(_pattern("asks").search(clean if len(clean) <= _TOLD else clean[-_ENDING:]))


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


def _first(name: str, text: str) -> re.Match[str] | None:
    return next((found for words in _list(name) if (found := words.match(text))), None)


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


@cache
def _list(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(words) for words in _loaded()[name])
