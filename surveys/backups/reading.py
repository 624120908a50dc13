"""Opens a backup: nothing of it is used before every part has the hash that it should have."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from surveys.backups.errors import Damaged
from surveys.backups.manifest import KEY_PART, NAME, Manifest, check_sealed, from_json
from surveys.sealing import Seal

CHUNK = 1 << 20
# What reading a damaged package stumbles over.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    RuntimeError,  # also: a way of packing that was not ours
)
CUT_SHORT = "备份文件不完整或不是惠企的备份，请重新拷贝或换一份备份。"


@dataclass(frozen=True)
class Backup:
    """A backup whose parts are whole; `check` says whether it is ours."""

    manifest: Manifest
    content: dict[str, Any]
    file: zipfile.ZipFile

    def check(self, seal: Seal) -> None:
        """Raises OtherKey, or Damaged where the manifest was changed."""
        check_sealed(self.content, seal)

    @property
    def secret(self) -> str:
        """The secret if it was saved, else empty."""
        return self.file.read(KEY_PART).decode() if self.manifest.has_key else ""

    def lines(self, table: str) -> Iterator[bytes]:
        with self.file.open(f"tables/{table}.jsonl") as part:
            yield from part

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {
            name.removeprefix("tables/").removesuffix(".jsonl"): part.rows or 0
            for name, part in self.manifest.parts.items()
            if name.startswith("tables/")
        }

    @property
    def files(self) -> dict[str, bytes]:
        """Files of the data folder by their path in it."""
        return {
            name.removeprefix("files/"): self.file.read(name)
            for name in self.manifest.parts
            if name.startswith("files/")
        }


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """The backup in a file; raises Damaged where it is cut short or changed."""
    try:
        file = zipfile.ZipFile(path)
    except UNREADABLE:
        raise Damaged(CUT_SHORT) from None
    with file:
        try:
            manifest, content = from_json(file.read(NAME))
            _check(file, manifest)
        except UNREADABLE:
            raise Damaged(CUT_SHORT) from None
        yield Backup(manifest, content, file)


def _check(file: zipfile.ZipFile, manifest: Manifest) -> None:
    if sorted(file.namelist()) != sorted([*manifest.parts, NAME]):
        raise Damaged("备份文件里的内容和清单不符，文件已损坏，请换一份备份。")
    for name, part in manifest.parts.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise Damaged("备份文件里有不该有的路径，不能恢复，请换一份备份。")
        if _hash(file, name) != part.sha256:
            raise Damaged(f"备份文件里的 {name} 和清单上的哈希不符，文件已损坏，请换一份备份。")


def _hash(file: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with file.open(name) as part:
        while chunk := part.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
