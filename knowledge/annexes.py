"""What follows the last article: annexes, the sections of their forms and outlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.units import Unit

_LABEL = re.compile(rf"^附\s*件\s*({NUMERAL})?\s*[:：]?\s*$")
_HEAD = re.compile(r"^([一二三四五六七八九十]+)、")
_POINT = re.compile(rf"^[（(]({NUMERAL})[）)]")
Lines = list[str]


def annex_units(raw: Lines, short_names: Mapping[str, str]) -> list[Unit]:
    """Units of all annexes; `raw` keeps tabs and blank lines, which show the tables."""
    units: list[Unit] = []
    for number, lines in _annexes(raw):
        units += _annex(f"附件{number}", lines, short_names)
    return units


def _annexes(raw: Lines) -> list[tuple[int, Lines]]:
    """Annexes by number; one without a label gets the number before the next label's."""
    starts: list[tuple[int, int | None]] = [(0, None)]
    for at, line in enumerate(raw):
        label = _LABEL.match(line.strip())
        if label:
            starts.append((at, to_number(label[1]) if label[1] else None))
    ends = [at for at, _ in starts[1:]] + [len(raw)]
    numbered: list[tuple[int, Lines]] = []
    for (start, number), end in zip(starts, ends, strict=True):
        if _filled(raw[start:end]):
            numbered.append((number or len(numbered) + 1, raw[start:end]))
    return numbered


def _filled(lines: Lines) -> Lines:
    return [" ".join(line.split()) for line in lines if line.strip()]


def _annex(annex_id: str, lines: Lines, short_names: Mapping[str, str]) -> list[Unit]:
    parts = _parts(lines, short_names)
    children = [
        _unit(f"{annex_id}#{name}", "section", lines[start:end], annex_id)
        for name, start, end in parts
    ]
    whole = _unit(annex_id, "annex", lines, None)
    lead_end = parts[0][1] if parts else len(lines)
    lead = "\n".join(_filled(lines[:lead_end]))
    return [
        Unit(
            whole.id, "annex", whole.text, lead, whole.display, None, tuple(c.id for c in children)
        ),
        *children,
    ]


def _unit(unit_id: str, kind: str, lines: Lines, parent: str | None) -> Unit:
    text = "\n".join(_filled(lines))
    return Unit(unit_id, kind, text, text, laid_out(lines), parent)  # type: ignore[arg-type]


def _parts(lines: Lines, short_names: Mapping[str, str]) -> list[tuple[str, int, int]]:
    """Named parts with their lines: points of an outline, sections of the form, declarations."""
    stripped = [line.strip() for line in lines]
    heads = [(at, found[1]) for at, line in enumerate(stripped) if (found := _HEAD.match(line))]
    restart = max((n for n, (_, numeral) in enumerate(heads) if numeral == "一"), default=0)
    ends = _named_lines(stripped, short_names)
    outline = _outline(stripped, heads[:restart], heads[restart][0] if heads else 0, short_names)
    sections = [(numeral, at) for at, numeral in heads[restart:]]
    starts = [*outline, *sections, *((name, at) for at, name in ends)]
    borders = sorted({at for _, at in starts} | {at for at, _ in heads} | {len(lines)})
    return [(name, at, next(end for end in borders if end > at)) for name, at in starts]


def _named_lines(stripped: Lines, short_names: Mapping[str, str]) -> list[tuple[int, str]]:
    """Lines that are, as a whole, a heading with a short name of its own."""
    longs = {long: short for short, long in short_names.items()}
    return [(at, longs[line]) for at, line in enumerate(stripped) if line in longs]


def _outline(
    stripped: Lines, heads: list[tuple[int, str]], end: int, short_names: Mapping[str, str]
) -> list[tuple[str, int]]:
    """Points （一）… under an outline's heading, named after that heading's short name."""
    found: list[tuple[str, int]] = []
    borders = [*(at for at, _ in heads), end]
    for start, stop in pairwise(borders):
        name = next((s for s, long in short_names.items() if long in stripped[start]), None)
        for at in range(start, stop) if name else ():
            point = _POINT.match(stripped[at])
            if point:
                found.append((f"{name}（{to_numeral(to_number(point[1]))}）", at))
    return found


def laid_out(lines: Lines) -> str:
    """A form for reading: one line a table row, cells between bars, blanks left out."""
    rows: list[list[str]] = [[]]
    cells = False
    for line in lines:
        text = _tidy(line)
        starts_cell = "\t" in line[:2]
        if not line.strip():
            rows.append([])
        elif rows[-1] and not (starts_cell and cells):
            rows.append([text])
        elif text:
            rows[-1].append(text)
        cells = starts_cell
    return "\n".join(" | ".join(row) for row in rows if row)


def _tidy(line: str) -> str:
    text = re.sub(r"[ \t　]{2,}", " ", line).strip()
    text = re.sub(r"_[_ ]+", "____", text)
    if "(" in text and ")" not in text:
        text = re.sub(r"\s*\(", " □", text).strip()  # the source lost its check boxes
    return text
