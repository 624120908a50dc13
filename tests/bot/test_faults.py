"""When something breaks: people get a page, programs a sentence, and neither tells what it was."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from actions.settings import Settings
from bot.gateway import SECURITY_HEADERS, create_app

PATH = "/platforms?q=样例平台"  # looks into a database without tables


@pytest.mark.parametrize(
    ("accept", "kind"), [("text/html", "text/html"), ("application/json", "application/json")]
)
def test_a_fault_of_ours_is_told_in_words(tmp_path, accept, kind):
    settings = Settings(
        data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'empty.db'}", secret_key="invented"
    )
    client = TestClient(create_app(settings), raise_server_exceptions=False)

    answer = client.get(PATH, headers={"accept": accept})

    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert "服务出了点问题" in answer.text
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    for inside in ("sqlite", "Traceback", "no such table"):
        assert inside not in answer.text
