"""What a backup says of itself: its parts with their hashes, sealed by the house's secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from surveys.backups.errors import Damaged, OtherKey, OtherVersion
from surveys.frames.canonical import canonical_json
from surveys.sealing import Seal

FORMAT = "huiqi-backup/1"
NAME = "manifest.json"
KEY_PART = "secret_key"


@dataclass(frozen=True)
class Part:
    """One file inside the backup; `rows` counts the lines of a table."""

    sha256: str
    bytes: int
    rows: int | None = None


@dataclass(frozen=True)
class Manifest:
    """`revision` is that of the tables, `heads` the newest link of each survey's evidence."""

    made_at: str
    version: str
    revision: str
    source: str  # sqlite or postgresql
    parts: Mapping[str, Part]
    heads: Mapping[str, str]

    @property
    def has_key(self) -> bool:
        return KEY_PART in self.parts


def to_json(manifest: Manifest, seal: Seal) -> bytes:
    """The manifest as it stands in the file."""
    content = {"format": FORMAT, **asdict(manifest), "key": _key(seal)}
    sealed = {**content, "seal": _seal(seal, content)}
    return json.dumps(sealed, ensure_ascii=False, indent=1).encode()


def from_json(data: bytes) -> tuple[Manifest, dict[str, Any]]:
    """The manifest and its raw content; raises Damaged or OtherVersion."""
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise OtherVersion("备份文件的格式属于别的版本，请用做这份备份的版本来恢复。")
        parts = {name: Part(**part) for name, part in content["parts"].items()}
        names = ("made_at", "version", "revision", "source", "heads")
        return Manifest(parts=parts, **{name: content[name] for name in names}), content
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Damaged("备份文件的清单读不出来，文件已损坏，请换一份备份。") from None


def check_sealed(content: Mapping[str, Any], seal: Seal) -> None:
    """Refuse another house's secret, and a manifest that was changed since it was written."""
    said = {name: value for name, value in content.items() if name != "seal"}
    if content.get("key") not in seal.codes("backup key"):
        raise OtherKey(
            "密钥和做备份时不同，封存的个人信息会打不开："
            "请把当时的密钥写进 HUIQI_SECRET_KEY（或 HUIQI_OLD_KEYS）再恢复。"
        )
    if content.get("seal") not in seal.codes("backup", canonical_json(said)):
        raise Damaged("备份文件的清单被改过，不能恢复，请换一份备份。")


def _key(seal: Seal) -> str:
    return seal.code("backup key")


def _seal(seal: Seal, content: Mapping[str, Any]) -> str:
    return seal.code("backup", canonical_json(dict(content)))
