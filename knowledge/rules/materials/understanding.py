"""What a message asks of the list of materials; None where it is about something else."""

from __future__ import annotations

import re
from functools import cache

from knowledge.normalise import normalise
from knowledge.numerals import to_number, to_numeral
from knowledge.rules.materials.catalogue import guide, items, recommender
from knowledge.rules.materials.marking import marks
from knowledge.rules.materials.model import Asked, Checklist, Kind
from knowledge.rules.materials.naming import N
from knowledge.rules.materials.words import command, pattern, spelled

_ARTICLE = re.compile(rf"第{N}(?:条|款)")
_COLUMN = re.compile(rf"第(?P<number>{N})栏")
_COMMANDS: dict[str, Kind] = {"restart": "restart", "missing": "missing", "list": "list"}
_FORM = "(?:(?:申请表|申请报告|附件[2二])的?)?"
_ESSAY = "情况说明"
LONGEST = 120  # characters; whoever writes more tells something else


def understand(text: str, checklist: Checklist) -> Asked | None:
    """`checklist` tells a bare 好了 apart: with one item missing, it is that one."""
    clean = spelled(text)
    if not clean or len(clean) > LONGEST:
        return None
    if _ARTICLE.search(clean) and "清单" not in clean:
        return None
    if kind := _COMMANDS.get(command(clean)):
        return Asked(kind)
    asked = _section(clean) or _report(clean) or _recommender(clean) or _item(clean)
    asked = asked or marks(clean)
    if asked is not None and asked.kind == "which" and len(checklist.missing) == 1:
        return Asked("mark", frozenset(checklist.missing))
    return asked


def _item(text: str) -> Asked | None:
    found = _item_pattern().fullmatch(text)
    if found is None:
        return None
    if name := found["name"]:
        return Asked("item", about=str(_named()[name]))
    number = to_number(found["number"])
    known = number in items()
    return Asked("item", about=str(number)) if known else Asked("unknown", about=f"第{number}项")


def _section(text: str) -> Asked | None:
    """A part of annex 2 by its number or by its name."""
    if found := _essay_pattern().fullmatch(text):
        return _unit("情况说明（{}）", found["number"], f"情况说明第{found['number']}部分")
    if found := _column_pattern().fullmatch(text) or _asked_of_column(text):
        return _unit("{}", found["number"], f"第{found['number']}栏")
    found = _key_pattern().fullmatch(text)
    return None if found is None else Asked("section", about=_keys()[found["name"]])


def _asked_of_column(text: str) -> re.Match[str] | None:
    """第七栏我们不是技术类要填吗: columns are only in the form, whatever is asked of one."""
    return _COLUMN.search(text) if pattern("doubt").search(text) else None


def _unit(shape: str, number: str, said: str) -> Asked:
    unit = f"附件2#{shape.format(to_numeral(to_number(number)))}"
    return Asked("section", about=unit) if unit in guide() else Asked("unknown", about=said)


def _report(text: str) -> Asked | None:
    names = "|".join((*items()[1].names, "附件[2二]", "申请表", _ESSAY))
    return Asked("report") if _asks(names, "how").fullmatch(text) else None


def _recommender(text: str) -> Asked | None:
    names = "|".join(normalise(each) for each in recommender().names)
    who = "谁填|谁写|由?谁来填|要?不?要?我们填|我们要填"
    pressed = rf"{pattern('lead').pattern}(?:{names})(?:{who}|{pattern('how').pattern})"
    found = re.fullmatch(pressed + pattern("tail").pattern, text)
    return Asked("recommender") if found else None


@cache
def _item_pattern() -> re.Pattern[str]:
    lead, about, tail = (pattern(name).pattern for name in ("lead", "about", "tail"))
    names = "|".join(sorted(_named(), key=len, reverse=True))
    how = pattern("how").pattern
    number = rf"第(?P<number>{N})(?:[项个样份]|条)(?:材料|我|我们|[,， ])*(?:{about})?"
    name = rf"(?P<name>{names})(?:这一?项)?(?:{how}|注意什么|有什么(?:坑|讲究))"
    return re.compile(rf"{lead}(?:{number}|{name}){tail}")


@cache
def _essay_pattern() -> re.Pattern[str]:
    return _around(
        rf"(?:{_FORM}{_ESSAY}的?[第(]?|第(?={N}部分))(?P<number>{N})[)]?(?:部分|[项块点])?"
    )


@cache
def _column_pattern() -> re.Pattern[str]:
    return _around(rf"{_FORM}第?(?P<number>{N})(?:栏|张表)")


@cache
def _key_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(_keys(), key=len, reverse=True))
    return _asks(f"{_FORM}(?:{_ESSAY})?的?(?P<name>{names})", "how")


def _around(named: str) -> re.Pattern[str]:
    """What is named, alone or with a question about it."""
    lead, how, about, tail = (pattern(name).pattern for name in ("lead", "how", "about", "tail"))
    return re.compile(rf"{lead}{named}(?:{how}|{about})?{tail}")


def _asks(named: str, question: str) -> re.Pattern[str]:
    lead, asked, tail = (pattern(name).pattern for name in ("lead", question, "tail"))
    return re.compile(rf"{lead}(?:{named})(?:这一?项)?{asked}{tail}")


@cache
def _named() -> dict[str, int]:
    """Items by name; the report is explained at length, and the statement is part of annex 2."""
    return {
        normalise(name): number
        for number, item in items().items()
        if number not in (1, 7)
        for name in (*item.names, *item.parts)
    }


@cache
def _keys() -> dict[str, str]:
    return {normalise(key): each.unit for each in guide().values() for key in each.keys}
