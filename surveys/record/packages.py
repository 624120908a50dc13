"""Zip packages (.zip, .docx, .xlsx) whose bytes depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip can hold
UNIX = 3


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files in the order given, all with the same date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = UNIX
            package.writestr(entry, content)
    return stream.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return {name: old.read(name) for name in old.namelist()}
