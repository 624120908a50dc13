"""The words of an answer: a plain sentence, the clause verbatim, where it stands, what it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import yaml

from knowledge.units import Regulation, Unit

PLAIN = Path(__file__).with_name("plain.yaml")
LONGEST_QUOTE = 1200  # characters; what is longer comes in parts
QUOTED = "▎"
_LATIN, _HAN = re.compile(r"[A-Za-z]"), re.compile(r"[㐀-鿿]")


def is_english(question: str) -> bool:
    """Whether a question is asked in English, names in Chinese allowed."""
    return len(_LATIN.findall(question)) > 2 * len(_HAN.findall(question)) + 5


def label(unit_id: str) -> str:
    """A unit's id as people read it: 附件2#八 → 附件2 · 八."""
    return unit_id.replace("#", " · ")


class Composer:
    """Writes answers from the units of one regulation."""

    def __init__(self, regulation: Regulation) -> None:
        self._regulation = regulation
        self._plain = plain_sentences() if regulation.is_shipped else {}

    def quote(self, unit: Unit, marks: Sequence[str] = (), part: int = 1) -> str:
        """The unit verbatim under its name, each line marked as quoted."""
        pages = _pages(unit.display)
        page = pages[min(part, len(pages)) - 1]
        lines = [f"{label(unit.id)}：", *(QUOTED + line for line in page.splitlines())]
        if marks:
            lines.append(f"关键：{'、'.join(f'“{words}”' for words in marks)}")
        if part < len(pages):
            lines.append(
                f"（第{part}部分，共{len(pages)}部分；接着看请点“{unit.id}（续{part + 1}）”。）"
            )
        return "\n".join(lines)

    def plain(self, unit: Unit, *, english: bool = False) -> str:
        """One sentence that says what the unit says; empty for other regulations."""
        said = self._plain.get(unit.id, {})
        return said.get("en" if english else "zh", "")

    def depends(self, units: Sequence[Unit]) -> str:
        """The line that names what the quoted units refer to; empty if nothing."""
        quoted = {unit.id for unit in units}
        others = dict.fromkeys(other for unit in units for other in unit.references)
        named = [label(other) for other in others if other not in quoted]
        return f"另见{'、'.join(named)}。" if named else ""

    def source(self) -> str:
        """The line that says which text is quoted."""
        regulation = self._regulation
        dated = f"（{regulation.effective}起施行）" if regulation.effective else ""
        return f"——{'按' if regulation.is_draft else ''}《{regulation.name}》{dated}"

    def next_part(self, unit: Unit, part: int) -> tuple[str, ...]:
        """The button for the next part of a long unit."""
        return (f"{unit.id}（续{part + 1}）",) if part < len(_pages(unit.display)) else ()


@cache
def plain_sentences() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(PLAIN.read_text(encoding="utf-8"))
    return loaded


def _pages(words: str) -> list[str]:
    """Whole lines, as many to a page as fit."""
    pages = [""]
    for line in words.splitlines():
        if pages[-1] and len(pages[-1]) + len(line) > LONGEST_QUOTE:
            pages.append("")
        pages[-1] += line + "\n"
    return pages
