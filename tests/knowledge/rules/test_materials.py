"""The list of materials: its words, what people type, what is said back, and what always holds."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import load_shipped
from knowledge.rules.materials import Asked, Checklist, reply, understand
from knowledge.rules.materials.catalogue import guide, items, recommender
from knowledge.rules.materials.naming import named

FOLDER = Path(__file__).parent / "cases" / "materials"
LONGEST_TITLE = 64  # characters of a button that are kept


def loaded(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


SAID = [
    (text, meant) for rows in loaded("understanding.yaml").values() for text, meant in rows.items()
]
WALKS = loaded("walks.yaml")


def expected(meant: dict[str, Any]) -> Asked | None:
    if not meant:
        return None
    return Asked(
        meant.get("kind", "mark"),
        frozenset(meant.get("ready", ())),
        frozenset(meant.get("missing", ())),
        tuple(meant.get("parts", ())),
        tuple(meant.get("beside", ())),
        meant.get("about", ""),
    )


@pytest.mark.parametrize(("text", "meant"), SAID)
def test_what_people_type_is_understood_or_left_to_the_usual_rules(text, meant):
    assert understand(text, Checklist()) == expected(meant)


@pytest.mark.parametrize("walk", WALKS.values(), ids=list(WALKS))
def test_a_walk_through_the_list_goes_as_written(walk):
    checklist = Checklist()
    for step in walk:
        asked = understand(step["says"], checklist)
        assert asked is not None, step["says"]
        said = reply(asked, checklist)
        checklist = said.checklist
        assert [words for words in step["told"] if words not in said.text] == []
        assert (list(said.units), sorted(checklist.ready)) == (step["units"], step["ready"])


def test_the_seven_items_are_those_of_article_11_in_its_words():
    regulation = load_shipped()
    article = regulation["第十一条"]

    assert [item.unit for item in items().values()] == list(article.children)
    for item in items().values():
        assert item.words in regulation[item.unit].text
        assert item.hint.endswith("。")
        assert item.mistakes
    assert recommender().words in regulation[recommender().article].text
    assert regulation[recommender().form].kind == "annex"


def test_the_guide_goes_through_all_of_annex_2_and_names_conditions_that_exist():
    regulation = load_shipped()
    proved = {unit for section in guide().values() for unit in section.proves}

    assert set(guide()) == set(regulation["附件2"].children)
    assert {regulation[unit].id for unit in proved} == proved
    # The form asks for nothing about Article 6（六）, and the guide says so.
    conditions = {f"第六条（{each}）" for each in "一二三四五"} | {
        f"第七条（{each}）" for each in "一二三四"
    }
    assert conditions | {"第五条"} <= proved
    assert "第六条（六）" in guide()["附件2#真实性声明"].write


def test_numbers_of_the_advice_stand_in_the_units_it_names():
    regulation = load_shipped()
    for section in guide().values():
        sources = (section.unit, "附件2", *section.proves)
        text = "".join(regulation[unit].text for unit in sources)
        advice = re.sub("第[一二三四五六七八九十]+条", "", section.write)
        assert [each for each in re.findall(r"\d{2,}", advice) if each not in text] == []


def test_every_name_means_its_own_item():
    for number, item in items().items():
        for name in item.names:
            assert named(f"{name}准备好了").items == {number}, name
        for part in item.parts:
            assert named(f"{part}准备好了").parts == (part,)


CHECKLISTS = st.frozensets(st.sampled_from(sorted(items()))).map(Checklist)
TEXTS = st.one_of(st.text(max_size=40), st.sampled_from([text for text, _ in SAID]))


@given(TEXTS, CHECKLISTS)
def test_every_button_is_understood_and_does_not_tick_what_it_does_not_name(text, checklist):
    asked = understand(text, checklist)
    if asked is None:
        return
    said = reply(asked, checklist)
    assert said.checklist.ready <= items().keys()
    for button in said.buttons:
        assert len(button.title) <= LONGEST_TITLE
        pressed = understand(button.says, said.checklist)
        assert pressed is not None
        after = reply(pressed, said.checklist).checklist
        assert after.ready ^ said.checklist.ready <= pressed.ready | pressed.missing


@given(CHECKLISTS, st.sampled_from(sorted(items())))
def test_a_tick_said_twice_ticks_once_and_can_be_taken_back(checklist, number):
    ticked = say(f"第{number}项好了", checklist)
    assert ticked.ready == checklist.ready | {number}
    assert say(f"第{number}项好了", ticked) == ticked
    assert say(f"第{number}项还没有", ticked).ready == checklist.ready - {number}


def say(text: str, checklist: Checklist) -> Checklist:
    asked = understand(text, checklist)
    assert asked is not None
    return reply(asked, checklist).checklist


@pytest.mark.parametrize(
    "words", ["帮我", "一条", "第1", "看一下", "要交的", "没有", "审计", "都好"]
)
def test_a_long_repetition_is_read_at_once(words):
    started = time.perf_counter()
    understand((words * 60)[:118] + "x", Checklist())
    assert time.perf_counter() - started < 1
