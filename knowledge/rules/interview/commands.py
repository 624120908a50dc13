"""What steers the check: stop, back, progress, and corrections of earlier answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.rules.interview.phrases import bare
from knowledge.rules.interview.questions import Question, named

COMMANDS = Path(__file__).with_name("commands.yaml")
_CHANGED = re.compile(
    r"^(?:请)?(?:把|将|我要把|帮我把)?(?P<what>.{2,18}?)(?:应该|应当|要|我要|那个|那里|那题)?"
    r"(?:改成|改为|改到|更正为|更正成|更改为|修改为|修改成|写错了?应?该?是|说错了?[,，]?应?该?是|错了?[,，]?应该?是|应该是|应为)"
    r"(?P<value>.+)$"
)
_NOT_BUT = re.compile(
    "^(?P<what>.{2,18}?)(?:不是|不对,?不是)(?P<old>[^,，]{1,12})[,，]?(?:而|应该)?是(?P<value>.+)$"
)
_MEND = re.compile(
    r"^(?:我)?(?:要|想|想要|需要|帮我|请)?(?:修改|更正|更改|改一?下|改|重答|重新回答|重填)(?:一?下)?(?P<what>.{2,18}?)(?:的?(?:回答|答案|数|数字|那题|那一题|那问|这一?项))?$"
    r"|^(?P<other>.{2,18}?)(?:要|得|想|需要|我要)?(?:改一?下|说错了|填错了|答错了|写错了|弄错了|不对|错了|重答|重填)$"
)
_LAST = re.compile(
    "^不是[^,，是]{1,12}[,，]?(?:而|应该)?是(?P<other>.+)$"
    "|^(?:不对|错了|说错了|打错了|更正|不是)[,，、。 ]*(?:应该|应当)?(?:是|为)?(?P<value>.+)$"
)


@dataclass(frozen=True)
class Correction:
    """An earlier answer to change; `value` is empty where it is to be asked again.

    `question` is None where the words name no question, or mean the last answer.
    """

    question: Question | None
    what: str
    value: str


@cache
def _commands() -> Mapping[str, re.Pattern[str]]:
    rows = yaml.safe_load(COMMANDS.read_text(encoding="utf-8"))
    return {name: re.compile(pattern) for name, pattern in rows.items()}


def command(text: str) -> str:
    """The name of the command that the whole text is; empty where it is none."""
    clean = bare(text)
    return next((name for name, pattern in _commands().items() if pattern.match(clean)), "")


def correction(text: str) -> Correction | None:
    """资产改成三百五十万, 修改资产; None where the text corrects nothing."""
    clean = text.strip().rstrip("。.!！")
    if found := _CHANGED.match(clean):
        return _made(found["what"], found["value"])
    if (found := _NOT_BUT.match(clean)) and named(found["what"]):
        return _made(found["what"], found["value"])
    if found := _MEND.match(clean):
        return _made(found["what"] or found["other"], "")
    return None


def of_the_last(text: str) -> str:
    """不对，是三百五十万: the value that replaces the last answer; empty where it is none."""
    found = _LAST.match(text.strip())
    return (found["other"] or found["value"]) if found else ""


def _made(what: str, value: str) -> Correction:
    return Correction(named(what), what, value.strip(" ，,：:“”\"'"))
