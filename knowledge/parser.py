"""A regulation's text as units: title, chapters, articles with 款 and 项, annexes.

Joined again, the units that have no parent give back the source, white space aside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.annexes import annex_units
from knowledge.articles import article_units
from knowledge.errors import NotARegulation
from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.references import references
from knowledge.units import Regulation, Unit

_CHAPTER = re.compile(rf"^第\s*({NUMERAL})\s*[章编节]\s*(?:\s.{{0,40}}|[^，。；]{{0,20}})$")
_ARTICLE = re.compile(
    rf"^(第\s*({NUMERAL}(?:\s+{NUMERAL})*\s*)条(?:之[一二三四五六七八九十]+)?)(?P<gap>\s*)(?P<rest>.*)$"
)
_GOES_ON = tuple("第规所、和的至或及（(款中，")  # after 第X条 these continue a sentence
_SENTENCE_END = tuple("。；：！")
_ANNEX_LABEL = re.compile(r"^附\s*(?:件|表|录)")
_DRAFT = re.compile(r"征求意见稿|草案|送审稿")


@dataclass(frozen=True)
class Heading:
    """Where an article starts: its line, its id, its heading and the rest of the line."""

    at: int
    id: str
    heading: str
    rest: str


def parse(
    text: str,
    *,
    key: str,
    name: str | None = None,
    effective: str | None = None,
    short_names: Mapping[str, str] | None = None,
) -> Regulation:
    """The regulation in `text`; raises NotARegulation where no article is found."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [line.strip(" \t　\ufeff") for line in raw]
    heads = _article_heads(lines)
    if not heads:
        raise NotARegulation("没有找到“第一条”这样的条文，请确认文件是法规正文。")
    body_start = _body_start(lines, heads[0].at)
    body_end = _body_end(raw, lines, heads[-1].at)
    title = [line for line in lines[:body_start] if line]
    units = [
        *([_whole("标题", "title", title)] if title else []),
        *_body(lines, heads, body_start, body_end),
        *annex_units(raw[body_end:], short_names or {}),
    ]
    found_name = name or _name(title)
    return Regulation(
        key, found_name, _with_references(units), effective, bool(_DRAFT.search(found_name))
    )


def _whole(unit_id: str, kind: str, lines: list[str]) -> Unit:
    text = "\n".join(lines)
    return Unit(unit_id, kind, text, text, text)  # type: ignore[arg-type]


def _article_heads(lines: list[str]) -> list[Heading]:
    """Articles in rising order; a line that begins with a cross-reference is not one."""
    heads: list[Heading] = []
    last = 0
    for at, line in enumerate(lines):
        found = _ARTICLE.match(line)
        if not found:
            continue
        number = to_number(re.sub(r"\s", "", found[2]))
        inserted = "之" in found[1]
        follows = number == last + 1 or (inserted and number == last)
        if follows and (found["gap"] or not found["rest"].startswith(_GOES_ON)):
            suffix = found[1].partition("条")[2]
            unit_id = f"第{to_numeral(number)}条{suffix}"
            heads.append(Heading(at, unit_id, re.sub(r"\s", "", found[1]), found["rest"]))
            last = number
    return heads


def _body_start(lines: list[str], first_article: int) -> int:
    """The chapter heading right before the first article, past a table of contents."""
    start = first_article
    for at in range(first_article - 1, -1, -1):
        if lines[at] and not _CHAPTER.match(lines[at]):
            break
        if lines[at]:
            start = at
            if re.match(r"^第\s*[一1]\s*[章编]", lines[at]):
                break
    return start


def _body_end(raw: list[str], lines: list[str], last_article: int) -> int:
    """Where the last article ends: prose goes on, a form or an annex does not."""
    for at in range(last_article + 1, len(lines)):
        line = lines[at]
        is_prose = line.endswith(_SENTENCE_END) and "\t" not in raw[at][:2]
        if line and (_ANNEX_LABEL.match(line) or not is_prose):
            return at
    return len(lines)


def _body(lines: list[str], heads: list[Heading], start: int, end: int) -> list[Unit]:
    units: list[Unit] = []
    chapter = ""
    borders = [*(head.at for head in heads), end]
    for at in range(start, heads[0].at):
        chapter = _chapter(units, lines[at], chapter)
    for head, stop in zip(heads, borders[1:], strict=True):
        own = [head.rest, *lines[head.at + 1 : stop]]
        kept = [line for line in own if line and not _CHAPTER.match(line)]
        units += article_units(head.id, head.heading, kept, chapter)
        for line in own[1:]:
            chapter = _chapter(units, line, chapter)
    return units


def _chapter(units: list[Unit], line: str, chapter: str) -> str:
    """Add a chapter if `line` is one; returns the chapter that holds from here on."""
    found = _CHAPTER.match(line)
    if not found:
        return chapter
    kind = line[line.index(found[1]) + len(found[1]) :].strip()[0]
    tidy = " ".join(line.split())
    units.append(Unit(f"第{to_numeral(to_number(found[1]))}{kind}", "chapter", line, line, tidy))
    return tidy


def _name(title: list[str]) -> str:
    """The title lines as one name, without labels such as 附件1."""
    words = [line for line in title if not _ANNEX_LABEL.match(line) and len(line) < 60]
    joined = re.sub(r"\s", "", "".join(words[:3]))
    return re.sub(r"[（(]\d{4}年.*?[）)]$", "", joined) or "未命名的办法"


def _with_references(units: list[Unit]) -> tuple[Unit, ...]:
    known = {unit.id for unit in units}
    return tuple(
        replace(
            unit,
            references=tuple(
                wanted
                for wanted in references(unit.text.removeprefix(unit.id))
                if wanted in known and wanted != unit.id and not unit.id.startswith(wanted)
            ),
        )
        if unit.kind in ("article", "paragraph", "item")
        else unit
        for unit in units
    )
