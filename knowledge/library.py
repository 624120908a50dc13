"""The regulations at hand: the shipped draft, and others that were added by command."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from knowledge.errors import UnitNotFound, UnreadableFile
from knowledge.numerals import NUMERAL, to_number, to_numeral
from knowledge.parser import parse
from knowledge.readers import read_text
from knowledge.units import SHIPPED, Regulation, Unit

TEXTS = Path(__file__).with_name("texts")

_ARTICLE = re.compile(
    rf"^第?(?P<article>{NUMERAL})条(?:第?(?P<paragraph>{NUMERAL})款)?"
    rf"(?:第?[（(]?(?P<item>{NUMERAL})[）)]?项?)?$"
)
_SECTION = re.compile(
    rf"^(?:附件{NUMERAL}|申请表|申请报告)?[#第的]?[（(]?(?P<section>{NUMERAL})[）)]?(?:栏|部分|节|项|块|条)?$"
)
_EVERYDAY = {"推荐表": "附件1", "申请报告": "附件2", "申请表": "附件2"}


@cache
def load_shipped() -> Regulation:
    """The draft that comes with the product."""
    names = yaml.safe_load((TEXTS / "form_names.yml").read_text(encoding="utf-8"))
    text = (TEXTS / "draft.txt").read_text(encoding="utf-8")
    return parse(text, key=SHIPPED, short_names=names)


def add(folder: Path, file: Path, name: str | None, effective: str | None) -> Regulation:
    """Keep a copy of another regulation; the same text again replaces its name and date."""
    if effective is not None:
        _checked_date(effective)
    text = read_text(file)
    key = hashlib.sha256("".join(text.split()).encode()).hexdigest()[:12]
    regulation = parse(text, key=key, name=name, effective=effective)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {"name": regulation.name, "effective": effective, "text": text}
    target = folder / f"{key}.json"
    target.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return regulation


def _checked_date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UnreadableFile(f"日期“{text}”不对，请写成 2026-01-31 的样子。") from None


def load_all(folder: Path) -> tuple[Regulation, ...]:
    """The shipped regulation first, then the added ones by name."""
    added = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        kept = json.loads(path.read_text(encoding="utf-8"))
        added.append(
            parse(kept["text"], key=path.stem, name=kept["name"], effective=kept["effective"])
        )
    return (load_shipped(), *sorted(added, key=lambda each: each.name))


def find_unit(regulation: Regulation, words: str) -> Unit:
    """The unit that people mean by 第20条, 二十条2款, 6条3项, 附件2第八栏; raises UnitNotFound."""
    try:
        return _meant(regulation, words)
    except ValueError:  # 百 alone is no number
        raise UnitNotFound(f"“{words}”不是条文的编号。可以写“第二十条”或“附件2第八栏”。") from None


def _meant(regulation: Regulation, words: str) -> Unit:
    wanted = re.sub(r"[\s《》\"“”]", "", words).translate(str.maketrans("()", "（）"))
    if wanted in regulation:
        return regulation[wanted]
    article = _ARTICLE.match(wanted)
    if article:
        return _article(regulation, article)
    for unit_id in _annex_guesses(wanted):
        if unit_id in regulation:
            return regulation[unit_id]
    said = words.replace("#", " · ")
    raise UnitNotFound(f"《{regulation.name}》里没有“{said}”。可以写“第二十条”或“附件2第八栏”。")


def _article(regulation: Regulation, found: re.Match[str]) -> Unit:
    article_id = f"第{to_numeral(to_number(found['article']))}条"
    if article_id not in regulation:
        last = regulation.of_kind("article")[-1].id
        count = last.removeprefix("第").removesuffix("条")
        raise UnitNotFound(f"《{regulation.name}》只有{count}条，没有{article_id}。")
    paragraph = f"第{to_numeral(to_number(found['paragraph']))}款" if found["paragraph"] else ""
    item = f"（{to_numeral(to_number(found['item']))}）" if found["item"] else ""
    wanted = article_id + paragraph + item
    if wanted in regulation:
        return regulation[wanted]
    if item and article_id + item in regulation:  # an item named with its paragraph
        return regulation[article_id + item]
    if paragraph == "第一款" and not item:
        return regulation[article_id]
    as_item = f"{article_id}（{to_numeral(to_number(found['paragraph']))}）" if paragraph else ""
    if not item and as_item in regulation:  # people say 款 where the article has items only
        return regulation[as_item]
    raise UnitNotFound(f"{article_id}里没有{paragraph}{item}。")


def _annex_guesses(wanted: str) -> list[str]:
    annex = re.match(rf"^附件({NUMERAL})", wanted)
    annex_id = f"附件{to_number(annex[1])}" if annex else "附件2"
    rest = wanted[annex.end() :] if annex else wanted
    guesses = [f"{annex_id}#{rest.lstrip('#的')}", _EVERYDAY.get(wanted, "")]
    section = _SECTION.match(wanted) or _SECTION.match(rest)
    if section and rest:
        guesses.append(f"{annex_id}#{to_numeral(to_number(section['section']))}")
    if annex and not rest:
        guesses.append(annex_id)
    return guesses
