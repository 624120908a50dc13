"""Files handed in by chat, sealed, kept for a week."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from sqlalchemy import delete, select

from surveys.database import Database
from surveys.sealing import Seal
from surveys.upload_schema import upload

MOST_BYTES = 5 * 2**20
KEPT_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes


def put(
    database: Database, seal: Seal, contact_key: str, number: str, file: Upload, now: float
) -> None:
    """Keep a file under a number of the caller's; the same one again changes nothing."""
    content = base64.b64encode(file.data).decode()
    row = {
        "id": number,
        "contact_key": contact_key,
        "sealed": seal.closed({"name": file.name, "content": content}),
        "at": now,
    }
    with database.write() as connection:
        connection.execute(delete(upload).where(upload.c.at < now - KEPT_SECONDS))
        connection.execute(delete(upload).where(upload.c.id == number))
        connection.execute(upload.insert(), row)


def get(database: Database, seal: Seal, contact_key: str, number: str) -> Upload | None:
    """A contact's own file; None if it is unknown, somebody else's or no longer kept."""
    mine = upload.c.id == number, upload.c.contact_key == contact_key
    with database.read() as connection:
        sealed = connection.execute(select(upload.c.sealed).where(*mine)).scalar()
    if sealed is None:
        return None
    opened = seal.opened(sealed)
    return Upload(opened["name"], base64.b64decode(opened["content"]))


def drop(database: Database, number: str) -> None:
    """Forget a file that has been used."""
    with database.write() as connection:
        connection.execute(delete(upload).where(upload.c.id == number))
