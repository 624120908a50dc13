"""`huiqi platform`, from an empty register to what is due next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli, main
from tests.surveys.platforms.invented import code

NAME = "江城市中小企业服务中心"
ADD = ["platform", "add", "--name", NAME, "--code", code(1), "--short-name", "江城中心"]
ADD += ["--recommender", "江东省中小企业主管部门", "--certified-on", "2025-12-20"]


@pytest.fixture
def huiqi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))

    def run(*words: str):
        return CliRunner().invoke(cli, words, standalone_mode=False)

    return run


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    """Exit code and standard error of a command as a shell sees them."""
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))

    def run(*words: str) -> tuple[object, str]:
        monkeypatch.setattr("sys.argv", ["huiqi", *words])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code, capsys.readouterr().err

    return run


def test_a_platform_is_added_and_listed(huiqi):
    added = json.loads(huiqi(*ADD, "--json").output)

    assert added["valid_until"] == "2028-12-19"
    assert json.loads(huiqi("platform", "list", "--json").output) == [added]
    assert json.loads(huiqi("platform", "list", "--recommender", "别处", "--json").output) == []


def test_what_is_due_next_and_what_was_missed(huiqi):
    huiqi(*ADD)
    for month in ("2025-12", "2026-01"):
        huiqi("platform", "file", "江城中心", month, "--not-filed")

    shown = huiqi("platform", "show", NAME, "--today", "2026-03-05", "--json")
    seen = json.loads(shown.output)

    assert shown.exit_code == 1
    assert (seen["standing"], seen["missed_months"], seen["unrecorded_months"]) == ("valid", 2, 0)
    due = [(each["obligation"], each["period"], each["due_date"]) for each in seen["due"]]
    assert due[-2:] == [("月报", "2026-02", "2026-03-10"), ("月报", "2026-03", "2026-04-10")]
    told = huiqi("platform", "show", NAME, "--today", "2026-03-05").output
    assert "已知连续未按规定填报2个月" in told
    assert "2026-03-10 月报 2026-02：还剩5天" in told


def test_a_month_without_a_record_is_not_taken_for_missed(huiqi):
    huiqi(*ADD)

    seen = json.loads(huiqi("platform", "show", NAME, "--today", "2026-03-05", "--json").output)

    assert (seen["missed_months"], seen["unrecorded_months"]) == (0, 2)


def test_an_event_suspends_and_its_correction_stays_in_the_history(huiqi):
    huiqi(*ADD)
    huiqi("platform", "event", NAME, "更名", "--on", "2026-01-10", "--note", "理事会决定")
    seen = json.loads(huiqi("platform", "show", NAME, "--today", "2026-03-05", "--json").output)
    assert seen["standing"] == "suspended"
    assert ("变更报告", "2026-04-10") in [
        (each["obligation"], each["due_date"]) for each in seen["due"]
    ]

    huiqi("platform", "event", NAME, "作废", "--on", "2026-01-10", "--replaces", "1")
    seen = json.loads(huiqi("platform", "show", NAME, "--today", "2026-03-05", "--json").output)
    assert (seen["standing"], seen["events"]) == ("valid", [])


def test_a_correction_keeps_what_was_said_before(huiqi):
    huiqi(*ADD)
    done = huiqi(*ADD, "--valid-until", "2028-06-30", "--correct", NAME, "--by", "推荐单位")
    seen = json.loads(huiqi("platform", "show", NAME, "--json").output)

    assert done.exit_code == 0
    assert [each["valid_until"] for each in seen["history"]] == ["2028-12-19", "2028-06-30"]
    assert seen["history"][1]["said_by"] == "推荐单位"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["platform", "show", "没有的中心"], "登记册里没有“没有的中心”"),
        (["platform", "file", "没有的中心", "2026-2"], "登记册里没有"),
        (["platform", "event", "某", "更名", "--on", "昨天"], "不是日期，请写成年-月-日"),
        ([*ADD[:4], "--code", "123", *ADD[6:]], "应为18位，现为3位"),
        (["platform", "file", "某", "2026-02", "--not-filed", "--on", "2026-03-01"], "只能写一个"),
    ],
    ids=["unknown", "unknown to file", "day", "code", "both"],
)
def test_wrong_use_is_one_sentence(refused, words, sentence):
    exit_code, told = refused(*words)

    assert exit_code == 2
    assert sentence in told
    assert "Traceback" not in told


def test_a_calendar_is_written(huiqi, tmp_path):
    huiqi(*ADD)
    file = tmp_path / "期限.ics"

    done = huiqi("platform", "calendar", NAME, "--out", str(file), "--today", "2026-03-05")

    written = file.read_bytes()
    assert done.exit_code == 0
    assert written.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert written.count(b"BEGIN:VEVENT") == 13
