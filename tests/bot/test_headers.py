"""What every answer carries, whoever gives it."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from actions.settings import Settings
from bot.gateway import HTTPS_ONLY, SECURITY_HEADERS, create_app
from surveys.database import Database

PATHS = ("/", "/r", "/console/sign-in", "/console/nowhere", f"/s/{'x' * 24}", "/health/live", "/no")
ITS_OWN = {"Cache-Control": {"/r"}}  # public and the same for all


@pytest.fixture
def answers(tmp_path):
    """The headers of each path, of a house with this public address."""

    def ask(public_url):
        url = f"sqlite:///{tmp_path / 'huiqi.db'}"
        database = Database(url)
        database.migrate()
        database.close()
        settings = Settings(
            data_dir=tmp_path, database_url=url, secret_key="invented", public_url=public_url
        )
        client = TestClient(create_app(settings), follow_redirects=False)
        return {path: client.get(path).headers for path in PATHS}

    return ask


def test_every_answer_carries_the_headers(answers):
    for path, headers in answers("").items():
        for name, value in SECURITY_HEADERS.items():
            if path not in ITS_OWN.get(name, ()):
                assert headers.get(name) == value, (path, name)


@pytest.mark.parametrize(
    ("url", "only"), [("", False), ("http://huiqi.example", False), ("https://huiqi.example", True)]
)
def test_browsers_stay_with_https_where_there_is_https(answers, url, only):
    for name in HTTPS_ONLY:
        assert {name in headers for headers in answers(url).values()} == {only}


def test_no_policy_allows_what_is_written_into_a_page():
    assert "unsafe" not in SECURITY_HEADERS["Content-Security-Policy"]
