"""One article as units: itself, its paragraphs (款) and its items (项)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.units import Unit

_ITEM = re.compile(rf"^[（(]({NUMERAL})[）)]")
_SUBITEM = re.compile(r"^(?:\d+[.．、]|[（(]\d+[）)])")


@dataclass
class Paragraph:
    """A 款: its opening words and the items under it, by number."""

    lead: str
    items: list[tuple[int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join((self.lead, *(text for _, text in self.items)))


def article_units(article_id: str, heading: str, lines: list[str], chapter: str) -> list[Unit]:
    """The units of one article; `lines` are its text without the heading."""
    paragraphs = _paragraphs(lines)
    numbers = Counter(number for each in paragraphs for number, _ in each.items)
    repeated = any(count > 1 for count in numbers.values())
    children = [
        unit
        for at, paragraph in enumerate(paragraphs, 1)
        for unit in _paragraph_units(
            article_id, paragraph, at if len(paragraphs) > 1 else 0, repeated, chapter
        )
    ]
    text = f"{heading}  " + "\n".join(paragraph.text for paragraph in paragraphs)
    lead = f"{heading}  {paragraphs[0].lead}" if children else text
    direct = tuple(unit.id for unit in children if unit.parent == article_id)
    return [Unit(article_id, "article", text, lead, text, None, direct, chapter), *children]


def _paragraphs(lines: list[str]) -> list[Paragraph]:
    paragraphs: list[Paragraph] = []
    for line in lines:
        item = _ITEM.match(line)
        if item and paragraphs:
            paragraphs[-1].items.append((to_number(item[1]), line))
        elif paragraphs and paragraphs[-1].items and _SUBITEM.match(line):
            number, text = paragraphs[-1].items[-1]
            paragraphs[-1].items[-1] = (number, f"{text}\n{line}")
        else:
            paragraphs.append(Paragraph(line))
    return paragraphs or [Paragraph("")]


def _paragraph_units(
    article_id: str, paragraph: Paragraph, number: int, repeated: bool, chapter: str
) -> list[Unit]:
    """A paragraph where the article has several (`number` > 0), and its items."""
    paragraph_id = f"{article_id}第{to_numeral(number)}款" if number else article_id
    stem = paragraph_id if repeated else article_id
    items = [
        Unit(f"{stem}（{to_numeral(at)}）", "item", text, text, text, paragraph_id, (), chapter)
        for at, text in paragraph.items
    ]
    if not number:
        return items
    text = paragraph.text
    ids = tuple(item.id for item in items)
    lead = paragraph.lead
    own = Unit(paragraph_id, "paragraph", text, lead, text, article_id, ids, chapter)
    return [own, *items]
