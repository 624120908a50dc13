"""Loads a backup into a new database and checks it there, before anything is replaced."""

from __future__ import annotations

from sqlalchemy import distinct, func, select
from sqlalchemy.engine import Connection

from surveys import chain
from surveys.backups import tables
from surveys.backups.errors import Damaged, OtherVersion
from surveys.backups.reading import Backup
from surveys.database import Database
from surveys.schema import chain_link


def load(backup: Backup, database: Database) -> None:
    """Fill an empty database, check it and bring it to this version."""
    revision = backup.manifest.revision
    if not database.knows(revision):
        raise OtherVersion(
            f"备份来自惠企 {backup.manifest.version}（数据库版本 {revision}），比现在的程序新："
            "请先升级程序，再恢复。"
        )
    database.migrate(revision)
    with database.write() as connection:
        _fill(backup, connection)
    with database.read() as connection:
        _check(backup, connection)
    database.migrate()
    with database.read() as connection:
        _check_chains(backup, connection)


def _fill(backup: Backup, connection: Connection) -> None:
    found = tables.tables(connection)
    if found.keys() != backup.rows.keys():
        raise Damaged("备份里的表和它说的版本不符，文件已损坏，请换一份备份。")
    for name, table in found.items():
        # A migration may leave rows of its own, which the backup has too.
        connection.execute(table.delete())
        tables.load(connection, table, backup.lines(name))


def _check(backup: Backup, connection: Connection) -> None:
    for name, table in tables.tables(connection).items():
        count = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if count != backup.rows[name]:
            raise Damaged(f"备份里的表 {name} 行数不符，文件已损坏，请换一份备份。")


def _check_chains(backup: Backup, connection: Connection) -> None:
    broken = chain.first_broken(connection)
    if broken:
        raise Damaged(f"备份里测评 {broken.campaign} 的证据链断了：{broken.message}")
    surveys = connection.execute(select(distinct(chain_link.c.campaign))).scalars().all()
    if {each: chain.head(connection, each) for each in surveys} != dict(backup.manifest.heads):
        raise Damaged("备份里的证据链和清单上的不是同一条，请换一份备份。")
