"""The files that Rasa reads, checked without Rasa."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.library import load_shipped

ROOT = Path(__file__).parents[2] / "nlu"


def loaded(name: str) -> dict:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


DOMAIN = loaded("domain.yml")
EXAMPLES = {
    each["intent"]: [line.removeprefix("- ") for line in each["examples"].splitlines()]
    for each in loaded("data/nlu.yml")["nlu"]
}
BUTTONS_ONLY = {
    "show_unit",
    "give_feedback",
    "answer_check",
    "press_interview",
    "take_survey_step",
    "read_file",
}


@pytest.mark.parametrize("intent", sorted(set(DOMAIN["intents"]) - BUTTONS_ONLY))
def test_an_intent_has_examples_enough(intent):
    assert len(EXAMPLES[intent]) >= 15


def test_no_example_belongs_to_two_intents():
    lines = [line for lines in EXAMPLES.values() for line in lines]

    assert len(lines) == len(set(lines))


def test_no_intent_has_examples_that_only_a_button_may_say():
    assert not BUTTONS_ONLY & set(EXAMPLES)


def test_every_intent_is_answered_by_a_rule():
    steps = [step for rule in loaded("data/rules.yml")["rules"] for step in rule["steps"]]
    ruled = {step["intent"] for step in steps if "intent" in step}
    ruled |= {each["intent"] for step in steps for each in step.get("or", ())}

    assert ruled == {*DOMAIN["intents"], "nlu_fallback"}


def test_every_unit_that_a_button_shows_exists():
    payloads = [
        button["payload"]
        for variants in DOMAIN["responses"].values()
        for variant in variants
        for button in variant.get("buttons", ())
        if button["payload"].startswith("/show_unit")
    ]

    assert payloads
    for payload in payloads:
        assert yaml.safe_load(payload.removeprefix("/show_unit"))["unit"] in load_shipped()


def test_a_conversation_never_expires():
    assert DOMAIN["session_config"]["session_expiration_time"] == 0


def test_every_entity_that_a_button_carries_is_declared_and_no_rule_looks_at_it():
    declared = {name: each for row in DOMAIN["entities"] for name, each in row.items()}

    assert set(declared) == {
        *("unit", "answer", "question", "units", "helpful", "text"),
        *("invitation", "value", "version", "survey", "step", "file"),
    }
    assert all(each == {"influence_conversation": False} for each in declared.values())
