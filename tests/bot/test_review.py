"""`huiqi review`, from a question nobody answered to an answer that is held to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from surveys import review
from surveys.database import Database

ASKED = ("那块铜匾挂几个年头就得摘", "铜匾挂几个年头得摘啊")


@pytest.fixture
def huiqi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))

    def run(*words: str, said: str = ""):
        return CliRunner().invoke(cli, words, input=said, standalone_mode=False)

    return run


@pytest.fixture
def queue(tmp_path: Path):
    """Two ways of one question, and one that is no question of ours."""
    database = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    database.migrate()
    for question in ASKED:
        review.put(database, question, ("not_in_text", ["第十七条"]), "unanswered", 1.0)
    review.put(database, "哪家奶茶好喝", ("not_in_text", []), "unhelpful", 2.0)
    yield database
    database.close()


def test_it_lists_similar_questions_together(huiqi, queue):
    listed = json.loads(huiqi("review", "--json").output)

    assert [group["questions"] for group in listed] == [list(ASKED), ["哪家奶茶好喝"]]
    assert "2次，没有答上" in huiqi("review", "--list").output


def test_a_decision_becomes_knowledge_and_a_test(huiqi, queue, tmp_path):
    done = huiqi("review", said="第九十九条\n第十七条 铜匾能挂几年\n无\n")

    assert "没有第九十九条" in done.output
    assert review.waiting(queue) == []
    kept = (tmp_path / "reviewed.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in kept] == [
        *({"q": question, "unit": "第十七条"} for question in (*ASKED, "铜匾能挂几年")),
        {"q": "哪家奶茶好喝", "unit": None},
    ]
    assert "4个决定，0个不符" in huiqi("review", "--check").output


def test_what_is_left_for_later_stays(huiqi, queue):
    huiqi("review", said="\n完\n")

    assert len(review.waiting(queue)) == 3
    assert "没有待处理的问题" not in huiqi("review", "--list").output


def test_a_decision_that_no_longer_holds_is_named(huiqi, tmp_path):
    line = json.dumps({"q": "看看第十七条", "unit": None}, ensure_ascii=False)
    (tmp_path / "reviewed.jsonl").write_text(line, encoding="utf-8")

    checked = huiqi("review", "--check")

    assert checked.exit_code == 1
    assert "应当是不在条文内，现在是第十七条" in checked.output
