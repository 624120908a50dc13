"""Backups, on both databases: taken while others write, refused when anything is wrong."""

from __future__ import annotations

import json
import threading
import zipfile

import pytest
from sqlalchemy import select

from surveys import chain
from surveys.backups.errors import BackupError, Damaged, InUse, NotEmpty, OtherKey, OtherVersion
from surveys.backups.loading import load
from surveys.backups.reading import opened
from surveys.backups.switching import restore
from surveys.backups.writing import Contents, write_backup
from surveys.campaigns import campaign as campaigns
from surveys.campaigns.drawing import draw_firms, freeze, promise
from surveys.campaigns.firms import firms_of, personal
from surveys.database import Database
from surveys.schema import feedback, inbox, outbox
from surveys.sealing import Seal
from tests.surveys.surveys import DETAILS, SEED, list_of, office_of
from tests.surveys.test_database import ROW

SEAL = Seal(("an invented secret",))
MOMENT = "2026-11-01T03:00:00+08:00"
EMPTY = Contents({})


@pytest.fixture
def office(database):
    return office_of(database)


@pytest.fixture
def number(office):
    made, _ = freeze(office, DETAILS, list_of(30))
    promise(office, made, "公开数字")
    draw_firms(office, made, SEED)
    return made


@pytest.fixture
def backup(database, number, tmp_path):
    file = tmp_path / "one.huiqi"
    write_backup(database, SEAL, EMPTY, file, MOMENT)
    return file


@pytest.fixture
def elsewhere(tmp_path):
    return f"sqlite:///{tmp_path / 'elsewhere' / 'huiqi.db'}"


def put(file, url, seal=SEAL, replace=False):
    with opened(file) as found:
        found.check(seal)
        return restore(found, url, "then", replace=replace)


def write_pairs(database, office, number, name, stop):
    """An inbox row, its reply and a link of the evidence, together or not at all."""
    at = 0
    while not stop.is_set():
        at += 1
        with database.write() as connection:
            row = {**ROW, "external_id": f"{name}-{at}", "contact_key": f"web:{name}"}
            made = connection.execute(inbox.insert().values(**row)).inserted_primary_key[0]
            connection.execute(
                outbox.insert().values(
                    idem_key=f"inbox:{made}",
                    contact_key=f"web:{name}",
                    inbox_id=made,
                    body="{}",
                    created_at=0.0,
                )
            )
            chain.add(database, connection, number, {"kind": "test", "row": made}, office.now())


def test_a_backup_taken_while_others_write_is_of_one_moment(
    database, office, number, tmp_path, elsewhere
):
    stop = threading.Event()
    writers = [
        threading.Thread(target=write_pairs, args=(database, office, number, name, stop))
        for name in range(3)
    ]
    for each in writers:
        each.start()
    files = [tmp_path / f"{at}.huiqi" for at in range(4)]
    for file in files:
        write_backup(database, SEAL, EMPTY, file, MOMENT)
    stop.set()
    for each in writers:
        each.join()

    counts = []
    for file in files:
        put(file, elsewhere, replace=True)
        restored = Database(elsewhere)
        with restored.read() as connection:
            asked = set(connection.execute(select(inbox.c.id)).scalars())
            said = set(connection.execute(select(outbox.c.inbox_id)).scalars())
            told = {each.get("row") for each in chain.links(connection, number)} - {None}
            assert chain.first_broken(connection) is None
        restored.close()
        assert asked == said == told
        counts.append(len(asked))
    assert counts == sorted(counts)
    assert counts[-1] > 0


def test_what_is_restored_can_be_opened_and_gone_on_with(database, backup, number, elsewhere):
    assert put(backup, elsewhere) == ""

    restored = Database(elsewhere)
    desk = office_of(restored)
    with restored.read() as connection:
        survey = campaigns.find(connection, number)
        firm = firms_of(connection, desk, survey)[0]
        assert personal(connection, desk, number, firm.key)["contact"] == "甲某"
    with restored.write() as connection:
        connection.execute(inbox.insert().values(**ROW))
    restored.close()


def test_the_database_itself_is_replaced_and_the_old_one_kept(database, backup, number):
    with database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))
        kept = {**dict.fromkeys(("helpful", "given_at"), 0), "question": "", "units": "[]"}
        connection.execute(feedback.insert().values(answer_key="1", **kept))
    database.close()
    url = str(database.engine.url.render_as_string(hide_password=False))

    with pytest.raises(NotEmpty, match="--replace"):
        put(backup, url)
    aside = put(backup, url, replace=True)

    with database.read() as connection:
        assert connection.execute(select(inbox.c.id)).all() == []
    with database.write() as connection:  # numbers go on from where they were
        connection.execute(inbox.insert().values(**ROW))
    if database.engine.dialect.name == "sqlite":
        old = Database(f"sqlite:///{aside}")
        with old.read() as connection:
            assert len(connection.execute(select(inbox.c.id)).all()) == 1
        old.close()
    else:
        with database.write() as connection:
            old = connection.exec_driver_sql(f"select count(*) from {aside}.inbox")
            assert old.scalar() == 1
            connection.exec_driver_sql(f"drop schema {aside} cascade")


def test_a_database_in_use_is_not_replaced(tmp_path):
    url = f"sqlite:///{tmp_path / 'huiqi.db'}"
    database = Database(url)
    database.migrate()
    with database.write() as connection:
        connection.execute(inbox.insert().values(**ROW))
    file = tmp_path / "one.huiqi"
    write_backup(database, SEAL, EMPTY, file, MOMENT)

    with database.read() as connection:
        connection.execute(select(inbox.c.id)).all()
        with pytest.raises(InUse, match="停掉"):
            put(file, url, replace=True)

    assert sorted(path.name for path in tmp_path.glob("huiqi.db.*-then")) == []
    database.close()


def test_a_file_cut_short_anywhere_is_refused(backup, elsewhere, tmp_path):
    whole = backup.read_bytes()
    cut = tmp_path / "cut.huiqi"
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(Damaged, match="备份"):
            put(cut, elsewhere)


def test_a_byte_changed_anywhere_is_noticed(backup, elsewhere, tmp_path):
    whole = bytearray(backup.read_bytes())
    changed = tmp_path / "changed.huiqi"
    step = max(1, len(whole) // 60)
    for at in range(0, len(whole), step):
        changed.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            put(changed, elsewhere, replace=True)
        except BackupError:
            continue
        with opened(backup) as one, opened(changed) as other:  # a byte that holds nothing
            assert one.content == other.content


def rewritten(backup, tmp_path, change):
    """The backup with another manifest."""
    made = tmp_path / "rewritten.huiqi"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "manifest.json":
                data = json.dumps(change(json.loads(data))).encode()
            new.writestr(name, data)
    return made


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        (lambda it: {**it, "format": "huiqi-backup/9"}, OtherVersion, "别的版本"),
        (lambda it: {**it, "heads": {}}, Damaged, "被改过"),
        (lambda it: {**it, "parts": {}}, Damaged, "清单不符"),
        (lambda it: [], Damaged, "清单读不出来"),
    ],
)
def test_another_manifest_is_refused(backup, tmp_path, elsewhere, change, error, sentence):
    with pytest.raises(error, match=sentence):
        put(rewritten(backup, tmp_path, change), elsewhere)


def test_a_backup_of_a_later_version_is_refused(backup, tmp_path, elsewhere):
    later = rewritten(backup, tmp_path, lambda it: {**it, "revision": "9999"})
    database = Database(elsewhere.replace("/elsewhere", ""))
    with opened(later) as found, pytest.raises(OtherVersion, match="升级程序"):
        load(found, database)
    database.close()


def test_another_secret_is_refused_and_an_older_one_will_do(backup, elsewhere):
    with pytest.raises(OtherKey, match="HUIQI_SECRET_KEY"):
        put(backup, elsewhere, Seal(("another",)))

    put(backup, elsewhere, Seal(("another", "an invented secret")))


def test_an_older_backup_is_brought_to_this_version(tmp_path, elsewhere):
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    database.migrate("0005")
    file = tmp_path / "old.huiqi"
    write_backup(database, SEAL, EMPTY, file, MOMENT)
    database.close()

    put(file, elsewhere)

    restored = Database(elsewhere)
    with restored.read() as connection:
        found = restored.revision(connection)
    restored.close()
    assert restored.knows(found)
    assert found > "0005"


def test_a_broken_chain_is_not_put_in_place(database, office, number, tmp_path, elsewhere):
    with database.write() as connection:
        connection.exec_driver_sql("update chain_link set link = replace(link, 'draw', 'drew')")
    file = tmp_path / "broken.huiqi"
    write_backup(database, SEAL, EMPTY, file, MOMENT)

    with pytest.raises(Damaged, match="证据链断了"):
        put(file, elsewhere)
    assert not (tmp_path / "elsewhere" / "huiqi.db").exists()
