"""Where a text's chapters, sections (节) and articles begin.

A line that begins with 第X条 is a heading or the middle of a sentence that refers to
another article. What follows the number, and the rising order of the numbers, tell.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from knowledge.numerals import DIGIT, NUMERAL, to_chinese, to_int

Level = Literal["章", "节", "条"]

_LABEL = re.compile(rf"\s*第\s*({NUMERAL})\s*([章节条])(?:[^\S\n]*之[^\S\n]*({DIGIT}+))?(.*)", re.S)
_GOES_ON = re.compile(
    rf"[、，。；：）)]|的|规定[的，。；]|所(?:列|述|规定)|[至和或及与]第|以及第|或者第"
    rf"|第\s*[（(]?{NUMERAL}[）)]?\s*[条款项]|[（(]{NUMERAL}[）)]\s*(?:项|、)"
)
_GOES_ON_CLOSE = re.compile("规定|所|中|和|或|及|与|至|以外|之|执行|情形|要求|条件|办理|处")
_PUNCTUATION = re.compile("[，。；：、！？]")
_CONTENTS = re.compile(r"\s*目\s*[录次]\s*$")
_TITLE_LENGTH = 30


@dataclass(frozen=True)
class Heading:
    """A line that begins a unit; `sub` is the second number of 第X条之一."""

    line: int
    level: Level
    number: int
    sub: int
    label: str
    spaced: bool

    @property
    def order(self) -> tuple[int, int]:
        return self.number, self.sub

    @property
    def id(self) -> str:
        return f"第{to_chinese(self.number)}{self.level}" + (
            f"之{to_chinese(self.sub)}" if self.sub else ""
        )


def find_headings(lines: Sequence[str]) -> list[Heading]:
    """Headings of the body in reading order; a table of contents has none."""
    found = [heading for at, line in enumerate(lines) if (heading := _heading(at, line))]
    start = _body_start(lines, found)
    found = [heading for heading in found if heading.line >= start]
    articles = _rising(heading for heading in found if heading.level == "条")
    if not articles:
        return []
    chapters = _chapters([heading for heading in found if heading.level == "章"], articles[0])
    parts = _parts([heading for heading in found if heading.level == "节"], chapters)
    return sorted((*chapters, *parts, *articles), key=lambda heading: heading.line)


def _heading(at: int, line: str) -> Heading | None:
    match = _LABEL.match(line)
    number = match and to_int(match[1])
    if not match or not number:
        return None
    level, rest = match[2], match[4]
    spaced = not rest.strip() or rest[0].isspace() or rest[0] in "【[（("
    title = rest.strip()
    if _GOES_ON.match(title) or (not spaced and _GOES_ON_CLOSE.match(title)):
        return None
    if level != "条" and (len(title) > _TITLE_LENGTH or _PUNCTUATION.search(title)):
        return None
    sub = to_int(match[3]) or 0 if match[3] else 0
    return Heading(at, level, number, sub, line[: match.start(4)], spaced)  # type: ignore[arg-type]


def _body_start(lines: Sequence[str], found: Sequence[Heading]) -> int:
    """The line after the table of contents: where its first entry stands again."""
    contents = next((at for at, line in enumerate(lines) if _CONTENTS.match(line)), None)
    if contents is None:
        return 0
    after = [heading for heading in found if heading.line > contents]
    again = [heading.line for heading in after if heading.id == after[0].id]
    return again[1] if len(again) > 1 else contents + 1


def _rising(found: Iterable[Heading]) -> list[Heading]:
    """The longest run of rising numbers; of two equal ones the later, nearer to the next."""
    tails: list[Heading] = []
    before: dict[int, Heading | None] = {}
    for heading in found:
        at = bisect_left(tails, heading.order, key=lambda tail: tail.order)
        before[heading.line] = tails[at - 1] if at else None
        tails[at : at + 1] = [heading]
    run: list[Heading] = []
    last = tails[-1] if tails else None
    while last:
        run.insert(0, last)
        last = before[last.line]
    return _without_jumps(run)


def _without_jumps(run: list[Heading]) -> list[Heading]:
    """Drop what stands close to its text without being next: 第七条属于… in a sentence."""
    kept = run[:1]
    for _, heading in pairwise(run):
        if heading.spaced or heading.sub or heading.number == kept[-1].number + 1:
            kept.append(heading)
    return kept


def _chapters(found: Sequence[Heading], first_article: Heading) -> list[Heading]:
    """What stands before the chapter of the first article is a table of contents."""
    early = [heading for heading in found if heading.line < first_article.line]
    late = [heading for heading in found if heading.line > first_article.line]
    return _rising((*early[-1:], *late))


def _parts(found: Sequence[Heading], chapters: Sequence[Heading]) -> list[Heading]:
    """节, counted anew in each chapter."""

    def chapter_of(heading: Heading) -> int:
        return sum(chapter.line < heading.line for chapter in chapters)

    return [part for _, group in groupby(found, chapter_of) for part in _rising(group)]
