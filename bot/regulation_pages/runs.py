"""A text in runs: plain, a link to a unit, or a word that was looked for.

The template writes each run escaped, so that nothing in a text can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.regulation_pages.addresses import address
from knowledge.references import spans
from knowledge.tokens import characters_and_pairs
from knowledge.units import Regulation

LONGEST_WORD = 40
_CHANGE = re.compile("【([＋－])(.*?)】", re.DOTALL)


@dataclass(frozen=True)
class Run:
    text: str
    link: str = ""
    mark: bool = False
    change: str = ""  # added or removed


def linked(regulation: Regulation, text: str, own: str) -> list[Run]:
    """The text with each unit that it names as a link, but for itself."""
    runs, at = [], 0
    for start, end, unit in spans(text):
        if unit not in regulation or unit == own:
            continue
        runs += [Run(text[at:start]), Run(text[start:end], link=address(regulation, unit))]
        at = end
    return [each for each in (*runs, Run(text[at:])) if each.text]


def marked(text: str, words: Iterable[str]) -> list[Run]:
    """The text with every place where one of the words stands, whatever the words are."""
    wanted = sorted({each[:LONGEST_WORD] for each in words if each.strip()}, key=len, reverse=True)
    if not wanted:
        return [Run(text)]
    pattern = re.compile("|".join(map(re.escape, wanted)))
    runs, at = [], 0
    for found in pattern.finditer(text):
        runs += [Run(text[at : found.start()]), Run(found[0], mark=True)]
        at = found.end()
    return [each for each in (*runs, Run(text[at:])) if each.text]


def words_of(question: str) -> list[str]:
    """Pairs of characters of a question, by which its words are found in a text."""
    return [each for each in characters_and_pairs(question) if len(each) > 1]


def changes(text: str) -> Iterator[Run]:
    """What a comparison marks as come or gone."""
    at = 0
    for found in _CHANGE.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()])
        yield Run(found[2], change="added" if found[1] == "＋" else "removed")
        at = found.end()
    if at < len(text):
        yield Run(text[at:])
