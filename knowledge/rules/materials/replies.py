"""What is said to each thing that a message asks of the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from knowledge.numerals import to_numeral
from knowledge.rules.materials.catalogue import (
    ARTICLE,
    REPORT,
    Item,
    guide,
    items,
    recommender,
)
from knowledge.rules.materials.model import Asked, Button, Checklist, Kind, Said
from knowledge.rules.materials.naming import part_of
from knowledge.rules.materials.wording import listed, says

MISSING = Button(says("buttons", "missing"), "还差哪些")
LIST = Button(says("buttons", "list"), "材料清单")
HOW_TO = Button(says("buttons", "report"), "申请报告怎么写")


def reply(asked: Asked, checklist: Checklist) -> Said:
    """What is said, and the checklist as it is from then on."""
    return _REPLIES[asked.kind](asked, checklist)


def _list(asked: Asked, checklist: Checklist) -> Said:
    lines = [
        says("list", "head", done=len(checklist.ready), all=len(items())),
        *(_line(item, checklist) for item in items().values()),
        says("list", "recommender"),
        says("list", "tell"),
        says("source", "quoted", units=ARTICLE),
    ]
    buttons = (*_ticks(checklist), *_undo(sorted(checklist.ready)))
    return Said("\n".join(lines), (ARTICLE,), checklist, buttons)


def _missing(asked: Asked, checklist: Checklist) -> Said:
    text = f"{_done(checklist)}。{_rest(checklist)}"
    lines = [text, says("source", "quoted", units=ARTICLE)]
    return Said("\n".join(lines), (ARTICLE,), checklist, (*_ticks(checklist), LIST))


def _restart(asked: Asked, checklist: Checklist) -> Said:
    empty = Checklist()
    undo = _undone(checklist.ready)
    return Said(says("ask", "restart"), (), empty, (*undo, *_ticks(empty)))


def _mark(asked: Asked, checklist: Checklist) -> Said:
    after = Checklist((checklist.ready - asked.missing) | asked.ready)
    look = _look(asked.ready) if len(asked.ready) == 1 else []
    changed = sorted(asked.ready | asked.missing)
    units = (items()[changed[0]].unit,) if len(changed) == 1 else (ARTICLE,)
    lines = [
        *([says("mark", "ready", items=listed(asked.ready))] if asked.ready else ()),
        *([says("mark", "missing", items=listed(asked.missing))] if asked.missing else ()),
        *(_part(part) for part in asked.parts),
        *([says("mark", "beside", what="、".join(asked.beside))] if asked.beside else ()),
        f"{_done(after)}。{_rest(after)}",
        *look,
        says("source", "draft" if look else "quoted", units=units[0]),
    ]
    whole = [Button(says("buttons", "whole"), f"第{part_of(each)}项好了") for each in asked.parts]
    buttons = (*whole, *_undo(sorted(asked.ready)), *_ticks(after), LIST)
    return Said("\n".join(lines), units, after, tuple(dict.fromkeys(buttons)))


def _which(asked: Asked, checklist: Checklist) -> Said:
    return Said(says("ask", "which"), (), checklist, _ticks(checklist))


def _unknown(asked: Asked, checklist: Checklist) -> Said:
    key = "unknown" if asked.about.endswith("项") else "no_section"
    buttons = (LIST,) if key == "unknown" else (HOW_TO,)
    return Said(says("ask", key, what=asked.about), (), checklist, buttons)


def _item(asked: Asked, checklist: Checklist) -> Said:
    item = items()[int(asked.about)]
    is_ready = item.number in checklist.ready
    lines = [
        says("item", "quote", numeral=to_numeral(item.number), words=item.words),
        says("item", "hint", hint=item.hint),
        says("item", "mistakes"),
        *(says("item", "one", text=each) for each in item.mistakes),
        says("item", "ready" if is_ready else "missing"),
        says("source", "draft", units=item.unit),
    ]
    tick = _undo([item.number]) if is_ready else _ticks(checklist, only=[item.number])
    more = (HOW_TO,) if item.number in (1, 7) else ()
    return Said("\n".join(lines), (item.unit,), checklist, (*tick, *more, MISSING))


def _report(asked: Asked, checklist: Checklist) -> Said:
    lines = [
        says("report", "head"),
        *(says("report", "one", title=each.title) for each in guide().values()),
        says("report", "tell"),
        says("source", "draft", units=REPORT),
    ]
    columns = [Button(f"第{each}栏", f"第{each}栏怎么填") for each in "一二三四五六七八"]
    return Said("\n".join(lines), (REPORT,), checklist, tuple(columns))


def _section(asked: Asked, checklist: Checklist) -> Said:
    section = guide()[asked.about]
    proves = says("section", "proves", units="、".join(section.proves))
    lines = [
        says("section", "head", title=section.title),
        says("section", "write", write=section.write),
        proves if section.proves else says("section", "none"),
        says("source", "draft", units=section.unit.replace("#", " · ")),
    ]
    return Said("\n".join(lines), (section.unit, *section.proves), checklist, (HOW_TO, MISSING))


def _recommender(asked: Asked, checklist: Checklist) -> Said:
    part = recommender()
    lines = [
        says("recommender", "quote", words=part.words),
        part.hint,
        says("source", "draft", units=f"{part.article}、{part.form}"),
    ]
    return Said("\n".join(lines), (part.article, part.form), checklist, (LIST, MISSING))


def _line(item: Item, checklist: Checklist) -> str:
    key = "ready" if item.number in checklist.ready else "missing"
    return says("list", key, numeral=to_numeral(item.number), words=item.words)


def _part(part: str) -> str:
    item = items()[part_of(part)]
    return says("mark", "part", part=part, numeral=to_numeral(item.number), whole=item.whole)


def _look(ready: Iterable[int]) -> list[str]:
    return [says("mark", "look", mistake=items()[each].mistakes[0]) for each in ready]


def _done(checklist: Checklist) -> str:
    return says("progress", "done", done=len(checklist.ready), all=len(items()))


def _rest(checklist: Checklist) -> str:
    if not checklist.missing:
        return says("progress", "all")
    return says("progress", "missing", items=listed(checklist.missing))


def _ticks(checklist: Checklist, only: Iterable[int] | None = None) -> tuple[Button, ...]:
    """A button for each item that is not ready."""
    chosen = checklist.missing if only is None else [n for n in checklist.missing if n in set(only)]
    return tuple(
        Button(says("buttons", "ready", title=items()[each].title), f"第{each}项好了")
        for each in chosen
    )


def _undo(numbers: Iterable[int]) -> tuple[Button, ...]:
    return tuple(
        Button(says("buttons", "undo", title=items()[each].title), f"第{each}项还没有好")
        for each in numbers
    )


def _undone(ready: Iterable[int]) -> tuple[Button, ...]:
    """Brings back what a new start has cleared."""
    numbers = "、".join(str(each) for each in sorted(ready))
    return (Button(says("buttons", "back"), f"第{numbers}项好了"),) if numbers else ()


_REPLIES: dict[Kind, Callable[[Asked, Checklist], Said]] = {
    "list": _list,
    "missing": _missing,
    "restart": _restart,
    "mark": _mark,
    "which": _which,
    "unknown": _unknown,
    "item": _item,
    "report": _report,
    "section": _section,
    "recommender": _recommender,
}
