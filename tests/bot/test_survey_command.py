"""huiqi survey: what its steps say and how they end."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from actions.opening import database_of, office_of
from actions.settings import read_settings
from bot.cli import cli, main
from surveys.campaigns.closing import close_survey
from tests.surveys.surveys import launched


@pytest.fixture
def number(tmp_path, monkeypatch):
    """A survey that was closed before anybody answered."""
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))
    chosen = read_settings({"HUIQI_DATA_DIR": str(tmp_path)})
    database = database_of(chosen)
    database.migrate()
    office = office_of(chosen, database)
    made = launched(office, date(2099, 7, 1))
    close_survey(office, made)
    database.close()
    return made


def huiqi(*words):
    return CliRunner().invoke(cli, ["survey", *words])


def test_a_final_form_that_is_only_a_draft_ends_as_a_finding(number, tmp_path):
    done = huiqi("export", number, "--out", str(tmp_path / "out"), "--final")

    assert done.exit_code == 1
    assert "只完成0家访谈" in done.stderr
    assert len(json.loads(done.stdout)["files"]) == 3


def test_a_day_that_is_none_is_told_in_the_words_of_the_house():
    done = huiqi("launch", "00000000", "--closes-on", "12月20日")

    assert done.exit_code == 2
    assert "请写成 2026-12-20 这样" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["survey", "commit", "x"], "缺少 --seed-source，请加 --help 查看写法。"),
        (["survey", "decide", "x", "abc", "y"], "doubt 写得不对，请加 --help 查看写法。"),
        (
            ["survey", "tried", "x", "--firm", "a", "--mode", "fax", "--by", "李"],
            "--mode 写得不对，应是其中一种：phone、visit、paper、other，请加 --help 查看写法。",
        ),
        (["survey", "tried", "x", "--firm", "a", "--mode", "phone", "--by", " "], "请写明是谁"),
    ],
)
def test_a_wrong_command_is_told_in_chinese(monkeypatch, capsys, words, said):
    monkeypatch.setattr("sys.argv", ["huiqi", *words])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2
    assert said in capsys.readouterr().err
