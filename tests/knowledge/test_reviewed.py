"""Decisions of reviewers: kept, learned from, and held to."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.answerer import load_answerer
from knowledge.encoder import load_encoder
from knowledge.grouping import groups
from knowledge.reviewed import Reviewed, add_reviewed, as_bank, broken, read_reviewed

CASES = yaml.safe_load((Path(__file__).parent / "cases/alike.yml").read_text(encoding="utf-8"))


def test_the_last_decision_on_a_question_counts(tmp_path):
    path = tmp_path / "kept" / "reviewed.jsonl"
    add_reviewed(path, [Reviewed("牌子啥时候过期", None), Reviewed("奖多少钱", None)])
    add_reviewed(path, [Reviewed("牌子啥时候过期", "第十七条")])

    assert read_reviewed(path) == [
        Reviewed("牌子啥时候过期", "第十七条"),
        Reviewed("奖多少钱", None),
    ]
    assert read_reviewed(tmp_path / "none.jsonl") == []


def test_what_was_decided_is_answered_so_from_then_on():
    decided = [Reviewed("匾额寿数几何", "第十七条"), Reviewed("铜匾谁家做的", None)]

    before = broken(load_answerer(), decided)
    after = broken(load_answerer(known=as_bank(decided)), decided)

    assert [each.question for each, _ in before] == ["匾额寿数几何"]
    assert after == []


@pytest.mark.parametrize("case", CASES)
def test_questions_that_ask_the_same_stand_together(case):
    asked = [(question, near) for near, questions in case["apart"] for question in questions]

    found = groups([q for q, _ in asked], [near for _, near in asked], load_encoder())

    assert len(found) == len(case["apart"])
