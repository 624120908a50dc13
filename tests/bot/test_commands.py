"""The commands as scripts call them: JSON on standard output, sentences on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from tests.stack import ROOT, Stack

RULES = "# 某省办法\n\n第一章 总则\n\n第一条 为服务企业，制定本办法。\n\n第二条 有效期为两年。\n"
CORPUS = [
    {
        "id": "a",
        "name": "劳动法第三十六条",
        "text": "国家实行劳动者每日工作时间不超过八小时的工时制度。",
    },
    {
        "id": "b",
        "name": "道路交通安全法第九十一条",
        "text": "饮酒后驾驶机动车的，处暂扣六个月机动车驾驶证。",
    },
]


@pytest.fixture
def huiqi(tmp_path):
    """Runs a command in a data folder of its own; gives what came out."""

    def run(*words: str | Path, said: str = "", **settings: str) -> subprocess.CompletedProcess:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HUIQI_")}
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *map(str, words)],
            cwd=ROOT,
            env={**own, "HUIQI_DATA_DIR": str(tmp_path / "var"), **settings},
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_ask_prints_what_the_interface_promises(huiqi):
    done = huiqi("ask", "挂了牌之后能用几年", "--json")
    answer = json.loads(done.stdout)

    assert done.returncode == 0
    assert set(answer) == {"status", "units", "answer", "score"}
    assert answer["status"] == "answered"
    assert answer["units"][0] == "第十七条"
    assert len(answer["units"]) >= 5
    assert "三年" in answer["answer"]


def test_a_batch_keeps_ids_and_order(huiqi, tmp_path):
    questions = [{"id": 7, "q": "今天天气怎么样"}, {"id": "x", "q": "每个月几号之前要填报"}]
    asked, out = write(tmp_path / "in.jsonl", questions), tmp_path / "out.jsonl"

    assert huiqi("ask", "--batch", asked, "--out", out).returncode == 0
    weather, monthly = lines(out)
    assert (weather["id"], monthly["id"]) == (7, "x")
    assert set(weather) == {"id", "status", "units", "answer"}
    assert weather["status"] != "answered"
    assert monthly["units"][0].startswith("第二十条")


def test_evaluate_gives_every_figure(huiqi, tmp_path):
    row = {
        "id": "1",
        "q": "挂牌管几年",
        "gold": ["第十七条"],
        "also_ok": [],
        "answer_must": ["三年"],
    }
    asked = write(tmp_path / "q.jsonl", [row])
    other = write(tmp_path / "u.jsonl", [{"id": "2", "q": "今天天气怎么样"}])

    result = json.loads(huiqi("evaluate", asked, "--unanswerable", other, "--json").stdout)

    assert result["article"] == {"hit@1": 1.0, "hit@3": 1.0, "mrr": 1.0}
    assert (result["false_refusals"], result["refused"]) == (0.0, 1.0)
    assert result["shows_what_it_must"] == 1.0


def test_evaluate_names_ids_that_the_text_does_not_have_and_goes_on(huiqi, tmp_path):
    row = {"id": "1", "q": "挂牌管几年", "gold": ["第十七条"], "also_ok": ["第九十九条"]}

    done = huiqi("evaluate", write(tmp_path / "q.jsonl", [row]), "--json")

    assert json.loads(done.stdout)["unit"]["hit@1"] == 1.0
    assert "第九十九条" in done.stderr


def test_search_works_on_any_corpus(huiqi, tmp_path):
    corpus = write(tmp_path / "corpus.jsonl", CORPUS)
    asked, out = write(tmp_path / "q.jsonl", [{"id": "1", "q": "酒后开车怎么罚"}]), tmp_path / "run"

    assert huiqi("search", "--corpus", corpus, "--queries", asked, "--out", out).returncode == 0
    [hit] = lines(out)
    assert hit["hits"] == ["b", "a"]
    assert hit["ms"] >= 0


def test_another_regulation_is_added_listed_and_shown(huiqi, tmp_path):
    file = tmp_path / "某省.md"
    file.write_text(RULES, encoding="utf-8")

    added = huiqi("regulation", "add", file, "--name", "某省办法", "--effective", "2026-01-31")
    listed = huiqi("regulation", "list").stdout.splitlines()
    key = listed[1].split("\t")[0]

    assert added.returncode == 0, added.stderr
    assert listed[1].split("\t")[1:] == ["某省办法", "2条", "2026-01-31"]
    assert "有效期为两年" in huiqi("regulation", "show", "第二条", "--in", key).stdout
    assert "有效期为三年" in huiqi("regulation", "show", "第十七条").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["regulation", "show", "第三十五条"], "只有三十条"),
        (["ask"], "请写一个问题"),
        (["deadlines", "没有这个文件.json"], "打不开"),
        (["frame", "check", "没有这个文件.xlsx"], "没有这个文件"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_one_sentence(huiqi, words, sentence):
    done = huiqi(*words)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.parametrize("setting", [{"HUIQI_PORT": "八千"}, {"HUIQI_TELEGRAM_TOKEN": "1:a"}])
def test_a_wrong_or_half_given_setting_is_named(huiqi, setting):
    done = huiqi("migrate", **setting)

    assert done.returncode == 2
    assert "HUIQI_" in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(huiqi, name):
    done = huiqi(name, "--help")

    assert done.returncode == 0
    assert done.stdout.startswith("Usage:")


@pytest.mark.stack
def test_parse_names_the_intent_of_each_line(huiqi, stack: Stack):
    done = huiqi(
        "parse", said="你好\n挂牌能用几年\n\n", HUIQI_DATA_DIR=stack.environ["HUIQI_DATA_DIR"]
    )
    parsed = [json.loads(line) for line in done.stdout.splitlines()]

    assert [row["intent"] for row in parsed] == ["greet", "ask_policy", None]
    assert all(0 <= row["confidence"] <= 1 for row in parsed)


@pytest.mark.stack
def test_chat_follows_a_script_and_records_it(huiqi, stack: Stack, tmp_path):
    script, record = tmp_path / "script.txt", tmp_path / "turns.json"
    script.write_text("你好\n挂了牌之后能用几年\n", encoding="utf-8")
    where = {name: stack.environ[name] for name in ("HUIQI_DATA_DIR", "HUIQI_PORT")}

    done = huiqi("chat", "--script", script, "--record", record, **where)

    assert done.returncode == 0, done.stderr
    turns = json.loads(record.read_text(encoding="utf-8"))
    assert [turn["user"] for turn in turns] == ["你好", "挂了牌之后能用几年"]
    assert turns[1]["units"][0] == "第十七条"
    assert "三年" in done.stdout


def test_chat_without_the_product_running_says_how_to_start_it(huiqi, tmp_path):
    script = tmp_path / "script.txt"
    script.write_text("你好\n", encoding="utf-8")

    done = huiqi("chat", "--script", script, HUIQI_PORT="9")

    assert done.returncode == 2
    assert "huiqi run" in done.stderr
