"""huiqi form, and huiqi eligibility with a filled form, as they are typed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot import cli
from bot.commands import eligibility, form
from knowledge.rules.forms import read_form
from surveys.forms.filled import read_filled
from tests.surveys.forms.filling import filled_paper


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return lambda command, *arguments: CliRunner().invoke(command.command, arguments)


@pytest.mark.parametrize(
    "arguments",
    [("blank", "--annex", "1", "--out", "a.docx"), ("template", "--out", "a.xlsx")],
)
def test_a_blank_is_written(run, tmp_path, arguments):
    assert run(form, *arguments).exit_code == 0
    assert tmp_path.joinpath(arguments[-1]).read_bytes().startswith(b"PK")


def test_a_blank_with_another_ending_is_refused(run):
    assert run(form, "blank", "--annex", "2", "--out", "a.pdf").exit_code == 2


def test_a_filled_form_gives_the_verdict_of_the_same_facts_as_json(run, tmp_path):
    tmp_path.joinpath("a.docx").write_bytes(filled_paper())
    told = run(eligibility, "a.docx")
    row = read_form(read_filled(filled_paper())).row
    tmp_path.joinpath("a.json").write_text(json.dumps(row), encoding="utf-8")

    assert told.exit_code == 1
    assert told.stdout == run(eligibility, "a.json").stdout
    assert "读到　注册日期：2018年3月（第2个表格第1行第2格）" in told.stderr


def test_an_empty_form_is_refused_with_what_to_do(run):
    run(form, "blank", "--annex", "2", "--out", "a.docx")
    result = run(eligibility, "a.docx")

    assert result.exit_code == 2
    assert "huiqi form blank" in result.output


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.xlsx"])
def test_a_file_that_is_no_form_ends_with_2_and_one_sentence(name, tmp_path, monkeypatch, capsys):
    tmp_path.joinpath(name).write_bytes(b"nothing")
    monkeypatch.setattr("sys.argv", ["huiqi", "eligibility", str(tmp_path / name)])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 2
    assert capsys.readouterr().err.strip().count("\n") == 0
