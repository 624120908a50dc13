"""huiqi frame and huiqi draw as they are typed."""

from __future__ import annotations

import hashlib
import json

import pytest
from click.testing import CliRunner

from bot import cli
from bot.commands import draw, frame
from surveys.frames.errors import FrameTooSmall, UnreadableFrame
from surveys.sampling.errors import CommitmentBroken, UnreadableProtocol, WrongSize
from tests.surveys.frame_files import csv_bytes, firm, rows_of, xlsx_bytes

FIRMS = [firm(number) for number in range(100)]


@pytest.fixture
def files(tmp_path):
    """A folder with a good list, one with findings, and one that is too short."""
    bad = [*FIRMS[:30], FIRMS[3], firm(31, phone="1390000003131")]
    tmp_path.joinpath("good.xlsx").write_bytes(xlsx_bytes(rows_of(FIRMS)))
    tmp_path.joinpath("bad.csv").write_bytes(csv_bytes(rows_of(bad), "gbk"))
    tmp_path.joinpath("short.csv").write_bytes(csv_bytes(rows_of(FIRMS[:9])))
    return tmp_path


@pytest.fixture
def run(files, monkeypatch):
    monkeypatch.chdir(files)
    return lambda command, *arguments: CliRunner().invoke(command.command, arguments)


DRAW = ("--frame", "good.xlsx", "--size", "10", "--seed", "2026001", "--out", "protocol.json")
VERIFY = ("--verify", "protocol.json", "--frame", "good.xlsx")


def test_a_good_list_ends_with_0_and_its_hash(run, files):
    result = run(frame, "check", "good.xlsx", "--freeze", "frozen.json")
    report = json.loads(result.stdout)

    assert result.exit_code == 0
    assert (report["rows"], report["accepted"], report["errors"]) == (100, 100, [])
    frozen = files.joinpath("frozen.json").read_bytes()
    assert report["frame_sha256"] == hashlib.sha256(frozen).hexdigest()


def test_a_list_with_findings_ends_with_1_and_names_the_rows(run):
    result = run(frame, "check", "bad.csv")
    report = json.loads(result.stdout)

    assert result.exit_code == 1
    assert [(each["row"], each["of"]) for each in report["duplicates"]] == [(32, 5)]
    assert [(each["row"], each["verdict"]) for each in report["errors"]] == [(33, "bad_phone")]
    assert "2行未采用" in result.stderr


def test_a_list_that_is_too_short_is_not_usable(run):
    result = run(frame, "check", "short.csv")

    assert result.exit_code == 1
    assert not json.loads(result.stdout)["usable"]
    assert isinstance(run(draw, "--frame", "short.csv", *DRAW[2:]).exception, FrameTooSmall)


def test_the_applicant_and_affiliates_are_left_out_and_stay_out_at_verification(run, files):
    options = ("--applicant", FIRMS[1].credit_code, "--affiliate", FIRMS[2].name)
    report = json.loads(run(frame, "check", "good.xlsx", *options).stdout)

    assert [each["row"] for each in report["excluded"]] == [3, 4]
    assert run(draw, *DRAW, *options).exit_code == 0
    assert "样例2号" not in json.dumps(written(files)["reserves"], ensure_ascii=False)
    assert run(draw, *VERIFY).exit_code == 0


def test_neither_phones_nor_contacts_are_printed(run):
    for command, arguments in (
        (frame, ("check", "bad.csv")),
        (frame, ("check", "good.xlsx")),
        (draw, DRAW),
    ):
        result = run(command, *arguments)
        assert "甲某" not in result.output
        assert not [each.phone for each in FIRMS if each.phone in result.output]
        assert "1390000003131" not in result.output


def written(folder, name="protocol.json"):
    return json.loads(folder.joinpath(name).read_text(encoding="utf-8"))


def test_a_draw_is_written_and_verifies(run, files):
    result = run(draw, *DRAW)

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["sample"] == written(files)["sample"]
    assert (len(written(files)["sample"]), len(written(files)["reserves"])) == (10, 90)
    verified = run(draw, *VERIFY)
    assert (verified.exit_code, json.loads(verified.stdout)["verified"]) == (0, True)


def test_an_altered_protocol_ends_with_1_and_names_the_difference(run, files):
    run(draw, *DRAW)
    protocol = written(files)
    protocol["sample"][2]["name"] = "别的公司"
    files.joinpath("protocol.json").write_text(json.dumps(protocol), encoding="utf-8")

    result = run(draw, *VERIFY)

    assert result.exit_code == 1
    assert json.loads(result.stdout)["difference"]["field"] == "sample[2].name"
    assert "sample[2].name" in result.stderr


def test_another_list_ends_with_1(run):
    run(draw, *DRAW)

    result = run(draw, "--verify", "protocol.json", "--frame", "bad.csv")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["difference"]["field"] == "frame_sha256"


def test_a_promised_draw_carries_its_commitment(run, files):
    promise = ("--frame", "good.xlsx", "--size", "12", "--seed-source", "某期", "--by-service")
    made = run(draw, *promise, "--commit", "promise.json")
    result = run(
        draw,
        *("--frame", "good.xlsx", "--commitment", "promise.json"),
        *("--seed", "2026001", "--out", "protocol.json"),
    )

    assert (made.exit_code, result.exit_code) == (0, 0)
    protocol = written(files)
    assert protocol["commitment"]["sha256"] == json.loads(made.stdout)["sha256"]
    assert (protocol["size"], protocol["seed_source"]) == (12, "某期")
    assert run(draw, *VERIFY).exit_code == 0


def test_a_draw_other_than_promised_is_refused_and_nothing_written(run, files):
    promise = ("--frame", "good.xlsx", "--size", "12", "--seed-source", "某期")
    run(draw, *promise, "--commit", "promise.json")

    result = run(draw, *DRAW, "--commitment", "promise.json")

    assert isinstance(result.exception, CommitmentBroken)
    assert not files.joinpath("protocol.json").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--size"),
        (("--size", "ten"), "整数"),
        (("--size", "-10"), "整数"),
        (("--size", "10", "--seed", "1"), "--out"),
        (("--size", "10", "--seed", "1", "--out", "p.json"), "--frame"),
        (("--frame", "good.xlsx", "--size", "10", "--commit", "c.json"), "--seed-source"),
        (("--verify", "p.json", "--seed", "1"), "--verify"),
        ((*DRAW[:-1], "nowhere/protocol.json"), "换一个位置"),
    ],
)
def test_wrong_use_ends_with_2_and_one_sentence(run, arguments, says):
    result = run(draw, *arguments)

    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--frame", "none.xlsx", *DRAW[2:]), UnreadableFrame),
        (("--verify", "none.json", "--frame", "good.xlsx"), UnreadableProtocol),
        ((*DRAW[:2], "--size", "9", *DRAW[4:]), WrongSize),
        ((*DRAW[:2], "--size", "101", *DRAW[4:]), WrongSize),
    ],
)
def test_bad_input_is_one_of_our_errors(run, arguments, error):
    assert isinstance(run(draw, *arguments).exception, error)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("frame", "check", "good.xlsx"), 0),
        (("frame", "check", "bad.csv"), 1),
        (("frame", "check", "none.csv"), 2),
        (("draw", *DRAW), 0),
        (("draw", "--frame", "short.csv", *DRAW[2:]), 2),
        (("draw", *DRAW[2:]), 2),
    ],
)
def test_the_command_huiqi_ends_with_the_promised_code(run, monkeypatch, capsys, arguments, code):
    monkeypatch.setitem(cli.COMMANDS, "frame", "frame")
    monkeypatch.setitem(cli.COMMANDS, "draw", "draw")
    monkeypatch.setattr("sys.argv", ["huiqi", *arguments])
    ended = 0
    try:
        cli.main()
    except SystemExit as end:
        ended = end.code

    assert ended == code
    assert "Traceback" not in capsys.readouterr().err
