"""`huiqi admin`: codes are handed out for what is in the register, and bindings can be ended."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from surveys.database import Database
from surveys.platforms import bindings, register
from surveys.platforms.bindings import Binding
from surveys.platforms.errors import PlatformNotFound, WrongSubject
from tests.surveys.platforms.invented import entry, said


@pytest.fixture
def huiqi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HUIQI_DATA_DIR", str(tmp_path))

    def run(*words: str):
        return CliRunner().invoke(cli, words, standalone_mode=False)

    return run


@pytest.fixture
def database(tmp_path: Path):
    opened = Database(f"sqlite:///{tmp_path / 'huiqi.db'}")
    opened.migrate()
    register.add(opened, entry(1), said())
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("role", "subject", "name"),
    [
        ("platform", "江城1中心", "江城市第1中小企业服务中心"),
        ("recommender", "江东省中小企业主管部门", "江东省中小企业主管部门"),
    ],
)
def test_a_code_binds_to_whom_it_was_made_for(huiqi, database, role, subject, name):
    given = huiqi("admin", "bind", "--role", role, "--subject", subject, "--json")
    made = json.loads(given.output)
    assert re.fullmatch("[A-HJ-NP-Z2-9]{5}-[A-HJ-NP-Z2-9]{5}", made["code"])
    assert (made["role"], made["subject"]) == (role, name)

    bound = bindings.bind(database, "web:a", made["code"].replace("-", ""), time.time())
    assert isinstance(bound, Binding)
    listed = json.loads(huiqi("admin", "bindings", "--json").output)
    assert [(each["role"], each["subject"]) for each in listed] == [(role, name)]
    assert "web:a" not in str(listed)

    assert huiqi("admin", "unbind", str(listed[0]["id"])).exit_code == 0
    assert bindings.of_contact(database, "web:a") == []
    assert "没有编号为" in str(huiqi("admin", "unbind", "1").exception)


@pytest.mark.parametrize(
    ("role", "subject", "error"),
    [("platform", "别处", PlatformNotFound), ("recommender", "别处", WrongSubject)],
)
def test_nobody_who_is_not_in_the_register_gets_a_code(huiqi, database, role, subject, error):
    refused = huiqi("admin", "bind", "--role", role, "--subject", subject)

    assert isinstance(refused.exception, error)
