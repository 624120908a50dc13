"""Certificates and outcomes that section 三 of the form asks for in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.rules.eligibility.amounts import plain

_CERTIFICATE = re.compile(
    "9001|17025|27001|14001|45001|20000|CNAS|CMA|CMMI|ITSS|认证|认可|体系|资质", re.IGNORECASE
)
_OUTCOME = re.compile("专利|商标|品牌|标准|软件著作权|软著|著作权|成果|名牌")
_NONE = re.compile("^(?:无|没有|暂无)$")
# The strongest first: what the quality system asks for, then a laboratory's, then any other.
_RANKS = ("9001|质量管理体系", "17025|CNAS", "")


@dataclass(frozen=True)
class Qualified:
    """What the cell says of either, and the parts that say neither."""

    certificate: str
    outcomes: tuple[str, ...]
    unclear: tuple[str, ...]


def qualified(text: str) -> Qualified:
    """The parts of a text by what they speak of; 无 alone says no to both."""
    if _NONE.match(plain(text)):
        return Qualified("无", ("无",), ())
    parts = list(_joined(_split(text)))
    certificates = [each for each in parts if _CERTIFICATE.search(each)]
    outcomes = [each for each in parts if _OUTCOME.search(each) and each not in certificates]
    rest = [each for each in parts if each not in (*certificates, *outcomes)]
    return Qualified(_strongest(certificates), tuple(outcomes), tuple(rest))


def _split(text: str) -> Iterator[str]:
    """At commas and line ends, but not within brackets."""
    for line in text.splitlines():
        part, depth = "", 0
        for sign in plain(line):
            depth += {"(": 1, ")": -1}.get(sign, 0)
            if sign in ",、;。" and depth <= 0:
                yield part
                part = ""
            else:
                part += sign
        yield part


def _joined(parts: Iterator[str]) -> Iterator[str]:
    """A part that names nothing, such as 有效期至2027年, belongs to the one before it."""
    whole = ""
    for part in parts:
        names = _CERTIFICATE.search(part) or _OUTCOME.search(part)
        if part and whole and not names:
            whole += f",{part}"
        elif part:
            yield from ([whole] if whole else [])
            whole = part
    yield from ([whole] if whole else [])


def _strongest(certificates: Sequence[str]) -> str:
    for rank in _RANKS:
        found = [each for each in certificates if re.search(rank, each, re.IGNORECASE)]
        if found:
            return ";".join(found)
    return ""
