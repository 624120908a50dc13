"""From the cells of a form to the facts of the self-check, each with the place it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from knowledge.errors import KnowledgeError
from knowledge.rules.eligibility import read_facts
from knowledge.rules.eligibility.flags import is_unknown
from knowledge.rules.forms.fields import Written, fields_in
from knowledge.rules.forms.lists import Listed, split
from knowledge.rules.forms.meaning import found_in
from knowledge.rules.forms.model import Form, Found, Reading, Unclear
from knowledge.rules.forms.own_table import own_facts
from knowledge.rules.forms.partners import partners
from knowledge.rules.forms.served import satisfaction
from knowledge.rules.forms.sources import say
from knowledge.rules.forms.staff import people_differ
from knowledge.rules.forms.tables import assets_differ, services, yearly

Told = Found | Unclear


def read_form(form: Form) -> Reading:
    """The facts in a form; what is empty is not told, what is not understood is named."""
    lists, written = _parts(form)
    found: dict[tuple[str, str], Found] = {}
    unclear: list[Unclear] = []
    for each in _told(lists, written):
        if isinstance(each, Unclear):
            unclear.append(each)
        elif (each.key, each.year) in found:
            unclear += _twice(found[each.key, each.year], each)
        else:
            found[each.key, each.year] = each
            unclear += _not_understood(each)
    told = tuple(found.values())
    unclear += people_differ(_rows(lists, "people"), told)
    unclear += assets_differ(lists, told)
    return Reading(told, tuple(dict.fromkeys(unclear)))


def _parts(form: Form) -> tuple[list[Listed], list[Written]]:
    lists: list[Listed] = []
    written: list[Written] = []
    for cell in form.loose:
        written += fields_in((cell,))
    for table in form.tables:
        in_table, others = split(table)
        lists += in_table
        for row in others:
            written += fields_in(row)
    return lists, written


def _told(lists: Sequence[Listed], written: Iterable[Written]) -> Iterator[Told]:
    """The fields first: the date among them says which agreements are over."""
    applied = ""
    for each in written:
        if each.value:
            applied = applied or (each.value if each.key == "拟申报日期" else "")
            yield from found_in(each)
    yield from own_facts(_rows(lists, "facts"))
    for listed in _of(lists, "years"):
        yield from yearly(listed)
    yield from services(_rows(lists, "services"))
    yield from partners(_rows(lists, "partners"), applied)
    yield from satisfaction(_rows(lists, "served"))


def _of(lists: Iterable[Listed], name: str) -> list[Listed]:
    return [each for each in lists if each.name == name]


def _rows(lists: Iterable[Listed], name: str) -> list[Any]:
    return [row for each in _of(lists, name) for row in each.rows]


def _twice(first: Found, again: Found) -> list[Unclear]:
    if again.value == first.value:
        return []
    why = say("twice", key=first.key, first=first.value, value=again.value)
    return [Unclear(again.place, why)]


def _not_understood(found: Found) -> list[Unclear]:
    """What the contract itself makes of the value, alone."""
    if is_unknown(found.value):
        return []
    row = Reading((found,)).row
    try:
        clear = not read_facts(row).unread
    except KnowledgeError as error:
        return [Unclear(found.place, str(error))]
    return [] if clear else [Unclear(found.place, say("not_understood", value=_plain(found)))]


def _plain(found: Found) -> str:
    value = found.value
    return str(value) if not isinstance(value, Mapping) else "、".join(map(str, value.values()))
