"""`huiqi admin person`: hands out and deletes, and says what it could not do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.opening import database_of
from actions.settings import read_settings
from bot.cli import cli
from knowledge.rules.materials import Checklist
from surveys import materials


@pytest.fixture
def huiqi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))

    def run(*words: str):
        return CliRunner().invoke(cli, ["admin", "person", *words], standalone_mode=False)

    return run


@pytest.fixture
def database(tmp_path):
    opened = database_of(read_settings({"HUIQI_DATA_DIR": str(tmp_path)}))
    opened.migrate()
    materials.keep(opened, "web:a", Checklist(frozenset([2])), 1.0)
    yield opened
    opened.close()


def test_a_person_is_handed_out_and_deleted_and_then_unknown(huiqi, database, tmp_path):
    file = tmp_path / "one.json"
    huiqi("export", "web:a", "--out", str(file))
    assert json.loads(file.read_text(encoding="utf-8"))["materials"][0]["ready"] == "[2]"

    done = huiqi("erase", "web:a", "--yes")
    assert json.loads(done.stdout)["deleted"] == {"materials": 1}

    again = huiqi("erase", "web:a", "--yes")
    assert "没有找到" in again.stderr
    assert isinstance(again.exception, SystemExit)
    assert "materials" not in json.loads(huiqi("export", "web:a").stdout)


def test_nothing_is_deleted_without_a_yes(huiqi, database):
    huiqi("erase", "web:a")

    assert materials.kept(database, "web:a").ready == {2}
