"""An assessment in plain words: the verdict, what is unmet or undecided, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.rules.eligibility.closing import closing, name
from knowledge.rules.eligibility.facts import Facts
from knowledge.rules.eligibility.model import Assessment, Finding, Reading, Status

OUTCOME = Path(__file__).with_name("outcome.yaml")
LONGEST = 600  # characters of one chat message: what every channel takes
TOLD: tuple[Status, ...] = ("unmet", "disputed", "unknown")


@dataclass(frozen=True)
class Line:
    """One condition as it is told; `close` is what an unmet one still lacks."""

    name: str
    article: str
    quote: str
    status: Status
    because: str
    close: str
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outcome:
    """The verdict in two sentences, the conditions by status, and notes on the whole."""

    verdict: str
    explained: str
    lines: Mapping[Status, tuple[Line, ...]]
    notes: tuple[str, ...]


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    loaded: Mapping[str, Mapping[str, str]] = yaml.safe_load(OUTCOME.read_text(encoding="utf-8"))
    return loaded


def text(section: str, key: str, /, **fields: object) -> str:
    return _texts()[section][key].format(**fields)


def outcome(assessment: Assessment, facts: Facts) -> Outcome:
    """What a person is told of an assessment of these facts."""
    lines = [_line(each, facts) for each in assessment.findings]
    by_status: dict[Status, tuple[Line, ...]] = {
        status: tuple(each for each in lines if each.status == status)
        for status in ("unmet", "disputed", "unknown", "met")
    }
    return Outcome(
        text("结论", assessment.verdict),
        _explained(assessment, by_status),
        by_status,
        assessment.notes,
    )


def _line(finding: Finding, facts: Facts) -> Line:
    return Line(
        name(finding),
        finding.article,
        finding.quote,
        finding.status,
        "".join(finding.result.because),
        closing(facts, finding),
        tuple((each.text, text("状态", each.status)) for each in _readings(finding)),
    )


def _readings(finding: Finding) -> tuple[Reading, ...]:
    """Those of a dispute, each once."""
    if finding.status != "disputed":
        return ()
    return tuple(dict.fromkeys(finding.result.readings))


def _explained(assessment: Assessment, lines: Mapping[Status, tuple[Line, ...]]) -> str:
    numbers = {status: len(lines[status]) for status in TOLD}
    if assessment.verdict != "conditional":
        return text("说明", assessment.verdict, unmet=numbers["unmet"])
    parts = "，".join(
        text("说明", status, number=number) for status, number in numbers.items() if number
    )
    doubtful = numbers["unmet"] or numbers["disputed"]
    return text("说明", "conditional", parts=parts) + text("说明", "ask" if doubtful else "fill")


def messages(assessment: Assessment, facts: Facts, *, brief: bool = False) -> tuple[str, ...]:
    """The outcome as chat messages, none longer than a channel takes where paragraphs allow.

    `brief`: what still lacks facts is named only, since it is about to be asked.
    """
    told = outcome(assessment, facts)
    first = f"{told.verdict}{text('段', 'draft')}。{told.explained}"
    blocks = [first, *_blocks(told, TOLD[:2] if brief else TOLD)]
    if brief and told.lines["unknown"]:
        names = "；".join(f"{each.name}（{each.article}）" for each in told.lines["unknown"])
        blocks.append(f"【{text('段', 'unknown')}】\n{names}。")
    blocks.append("\n".join([f"【{text('段', 'notes')}】", *told.notes]))
    return tuple(_packed(blocks))


def _blocks(told: Outcome, statuses: tuple[Status, ...]) -> Iterator[str]:
    for status in statuses:
        for number, line in enumerate(told.lines[status]):
            title = f"【{text('段', status)}】\n" if number == 0 else ""
            yield title + "\n".join([f"{number + 1}. {line.name}", *parts(line)])


def parts(line: Line) -> Iterator[str]:
    """The lines under a condition's name."""
    yield line.because
    yield text("段", "quote", article=line.article, quote=line.quote)
    for said, status in line.readings:
        yield text("段", "reading", text=said, status=status)
    if line.close:
        yield text("段", "close", text=line.close)


def _packed(blocks: list[str]) -> Iterator[str]:
    """Blocks together as long as they fit."""
    packed = ""
    for block in blocks:
        if packed and len(packed) + len(block) + 2 > LONGEST:
            yield packed
            packed = block
        else:
            packed = f"{packed}\n\n{block}" if packed else block
    yield packed
