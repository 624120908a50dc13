"""What stands beside a label as facts: one label may tell several, or what is not clear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from knowledge.rules.forms.boxes import ticked
from knowledge.rules.forms.fields import Written
from knowledge.rules.forms.model import Found, Unclear
from knowledge.rules.forms.qualifications import qualified
from knowledge.rules.forms.sources import labels, say

Told = Iterator[Found | Unclear]
OTHER = "其他"
_NOTE = re.compile(r"其他[,:]?(?:请注明)?[:]?(.*)", re.DOTALL)
_NONE = ("无", "没有", "暂无")
PROVINCE, ASSOCIATION = "省级认定", "全国性协会认定"


def found_in(written: Written) -> Told:
    """The facts of one filled field."""
    special: Mapping[str, Callable[[Written], Told]] = {
        "boxes": _kind_of_body,
        "qualifications": _qualifications,
        "recognition": _recognition,
    }
    if written.kind in special:
        yield from special[written.kind](written)
    else:
        yield Found(written.key, written.value, written.cell.place)


def _kind_of_body(written: Written) -> Told:
    place, kinds = written.cell.place, labels()["kinds_of_body"]
    chosen = ticked(written.raw, kinds)
    note = _note(written.raw)
    if len(chosen) > 1:
        yield Unclear(place, say("several", count=len(chosen), kinds="、".join(chosen)))
    elif chosen == (OTHER,) or (not chosen and note):
        yield Found(written.key, note, place) if note else Unclear(place, say("other_empty"))
    elif chosen:
        yield Found(written.key, kinds[chosen[0]], place)
    elif not any(each in written.value for each in kinds):
        yield Found(written.key, written.value, place)


def _note(text: str) -> str:
    found = _NOTE.search("".join(unicodedata.normalize("NFKC", text).split()))
    return found[1].strip("_.。)") if found else ""


def _qualifications(written: Written) -> Told:
    place, told = written.cell.place, qualified(written.raw)
    if told.certificate:
        yield Found("质量管理体系认证", told.certificate, place)
    if told.outcomes:
        yield Found("相关成果", list(told.outcomes), place)
    for part in told.unclear:
        yield Unclear(place, say("segment", value=part))


def _recognition(written: Written) -> Told:
    """Lines that name an association but no province are the association's."""
    place = written.cell.place
    if written.value in _NONE:
        yield Found(PROVINCE, "无", place)
        yield Found(ASSOCIATION, "无", place)
        return
    lines = [each for each in re.split(r"[\n;；]", written.raw) if each.strip()]
    by_association = [each for each in lines if re.search("协会", each) and "省" not in each]
    by_province = [each for each in lines if each not in by_association]
    for key, told in ((PROVINCE, by_province), (ASSOCIATION, by_association)):
        if told:
            yield Found(key, ";".join("".join(each.split()) for each in told), place)
