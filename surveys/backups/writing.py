"""Writes a backup while the product runs: one moment of all tables, in one file."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import distinct, select

from surveys import chain
from surveys.backups import tables
from surveys.backups.errors import BackupError
from surveys.backups.manifest import KEY_PART, NAME, Manifest, Part, to_json
from surveys.database import Database
from surveys.schema import chain_link
from surveys.sealing import Seal


@dataclass(frozen=True)
class Contents:
    """What is saved beside the tables: files of the data folder, and the secret if asked for."""

    files: Mapping[str, Path]
    secret: str = ""


def write_backup(
    database: Database, seal: Seal, contents: Contents, out: Path, moment: str
) -> Manifest:
    """Write the backup so that it is there wholly or not at all; `moment` is ISO 8601."""
    if out.exists():
        raise BackupError(f"{out.name} 已经存在，请换一个文件名。")
    partial = out.with_name(f"{out.name}.partial")
    try:
        descriptor = os.open(partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            manifest = _write(database, seal, contents, moment, zipfile.ZipFile(stream, "w"))
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(out)
    except OSError as error:
        raise BackupError(f"备份写不进 {out}：{error.strerror}，请换一个位置。") from error
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def _write(
    database: Database, seal: Seal, contents: Contents, moment: str, file: zipfile.ZipFile
) -> Manifest:
    parts: dict[str, Part] = {}
    with file:
        with database.snapshot() as connection:
            revision = database.revision(connection)
            for name, table in tables.tables(connection).items():
                part = f"tables/{name}.jsonl"
                parts[part] = _put(file, part, tables.lines(connection, table), counted=True)
            surveys = connection.execute(select(distinct(chain_link.c.campaign))).scalars().all()
            heads = {each: chain.head(connection, each) for each in surveys}
        for name, path in contents.files.items():
            parts[f"files/{name}"] = _put(file, f"files/{name}", [path.read_bytes()])
        if contents.secret:
            parts[KEY_PART] = _put(file, KEY_PART, [contents.secret.encode()])
        source = database.engine.dialect.name
        manifest = Manifest(moment, version("huiqi"), revision, source, parts, heads)
        _put(file, NAME, [to_json(manifest, seal)])
    return manifest


def _put(
    file: zipfile.ZipFile, name: str, chunks: Iterable[bytes], *, counted: bool = False
) -> Part:
    info = zipfile.ZipInfo(name)  # without a date, which the manifest has
    info.compress_type = zipfile.ZIP_DEFLATED
    digest, size, rows = sha256(), 0, 0
    with file.open(info, "w", force_zip64=True) as part:
        for chunk in chunks:
            part.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            rows += 1
    return Part(digest.hexdigest(), size, rows if counted else None)
