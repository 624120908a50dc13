"""`huiqi admin backup` and `restore`: the commands, and what they say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from actions.settings import read_settings
from bot.cli import cli
from bot.errors import CannotStart
from surveys.backups.errors import BackupError, NotEmpty, OtherKey
from surveys.database import Database
from surveys.platforms import register
from tests.stack import free_port
from tests.surveys.platforms.invented import entry, said


@pytest.fixture
def environ():
    return {
        name: str(free_port()) for name in ("HUIQI_PORT", "HUIQI_RASA_PORT", "HUIQI_ACTIONS_PORT")
    }


@pytest.fixture
def huiqi(environ):
    def run(folder: Path, *words: str, **settings: str):
        found = CliRunner(env={**environ, "HUIQI_DATA_DIR": str(folder), **settings}).invoke(
            cli, ["admin", *words], standalone_mode=False
        )
        if found.exception:
            raise found.exception
        return json.loads(found.stdout)

    return run


@pytest.fixture
def house(tmp_path, environ):
    """An installation with a platform and a reviewed question."""
    folder = tmp_path / "house"
    settings = read_settings({**environ, "HUIQI_DATA_DIR": str(folder)})
    database = Database(settings.database_url)
    database.migrate()
    register.add(database, entry(1), said())
    database.close()
    settings.reviewed_file.write_text("{}\n", encoding="utf-8")
    return folder


def platforms(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'huiqi.db'}")
    found = len(register.entries(database))
    database.close()
    return found


def test_an_installation_moves_with_its_key(huiqi, house, tmp_path):
    file, new = tmp_path / "all.huiqi", tmp_path / "new"

    made = huiqi(house, "backup", str(file), "--with-key")
    assert made["with_key"]
    assert huiqi(house, "check-backup", str(file))["holds"]
    restored = huiqi(new, "restore", str(file))

    assert restored["replaced"] == ""
    assert platforms(new) == 1
    assert (new / "reviewed.jsonl").read_text(encoding="utf-8") == "{}\n"
    assert (new / "secret_key").read_bytes() == (house / "secret_key").read_bytes()
    assert oct((new / "secret_key").stat().st_mode & 0o777) == oct(file.stat().st_mode & 0o777)
    assert oct(file.stat().st_mode & 0o777) == "0o600"


def test_without_the_key_the_same_secret_is_needed(huiqi, house, tmp_path):
    file, new = tmp_path / "all.huiqi", tmp_path / "new"
    assert not huiqi(house, "backup", str(file))["with_key"]

    with pytest.raises(OtherKey, match="HUIQI_SECRET_KEY"):
        huiqi(new, "restore", str(file))
    secret = (house / "secret_key").read_text(encoding="ascii")
    huiqi(new, "restore", str(file), HUIQI_SECRET_KEY=secret)

    assert platforms(new) == 1


def test_data_is_replaced_only_on_demand_and_kept(huiqi, house, tmp_path):
    file = tmp_path / "all.huiqi"
    huiqi(house, "backup", str(file))
    (house / "reviewed.jsonl").write_text("later\n", encoding="utf-8")

    with pytest.raises(NotEmpty, match="--replace"):
        huiqi(house, "restore", str(file))
    kept = huiqi(house, "restore", str(file), "--replace")["replaced"]

    assert Path(kept).is_file()
    assert (house / "reviewed.jsonl").read_text(encoding="utf-8") == "{}\n"
    aside = next(house.glob("replaced-*/reviewed.jsonl"))
    assert aside.read_text(encoding="utf-8") == "later\n"


def test_a_backup_never_writes_over_another(huiqi, house, tmp_path):
    file = tmp_path / "all.huiqi"
    huiqi(house, "backup", str(file))

    with pytest.raises(BackupError, match="已经存在"):
        huiqi(house, "backup", str(file))


def test_nothing_is_restored_while_the_product_runs(huiqi, house, tmp_path, environ):
    import socket

    file = tmp_path / "all.huiqi"
    huiqi(house, "backup", str(file))
    with socket.socket() as gateway:
        gateway.bind(("127.0.0.1", int(environ["HUIQI_PORT"])))
        gateway.listen()
        with pytest.raises(CannotStart, match="停掉"):
            huiqi(house, "restore", str(file), "--replace")
