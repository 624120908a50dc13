"""Files that a browser saves under a sensible name."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from starlette.responses import Response

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".py": "text/x-python; charset=utf-8",
}


def attached(data: bytes, name: str) -> Response:
    """The bytes as a download; the name may be Chinese."""
    kind = PurePath(name).suffix
    disposition = f"attachment; filename=\"huiqi{kind}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, media_type=KINDS[kind], headers={"Content-Disposition": disposition})
