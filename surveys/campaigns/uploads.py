"""Lists that were uploaded and are looked at, row by row, before they are frozen."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from surveys.campaigns.campaign import Details
from surveys.campaigns.drawing import add_survey, prepared
from surveys.campaigns.errors import NoSuchCampaign, WrongStep
from surveys.campaigns.office import Office
from surveys.campaigns_schema import uploaded_list as table
from surveys.schema import campaign

ID_LENGTH = 12
KEPT_SECONDS = 24 * 3600  # a list holds phone numbers: it is not kept for nothing
GONE = "这次上传的名单已经不在了（只保留一天），请重新上传。"


@dataclass(frozen=True)
class Upload:
    """An uploaded list; `file` is empty once it was frozen."""

    id: str
    details: Details
    file: bytes
    said_by: str
    at: float
    campaign: str


def keep_upload(office: Office, details: Details, file: bytes, said_by: str) -> tuple[str, bool]:
    """The id of the upload, and whether it is the recommender's last one once more."""
    digest = sha256(file).hexdigest()
    said = json.dumps(asdict(details), ensure_ascii=False)
    with office.database.write() as connection:
        _forget_old(connection, office)
        last = _last(connection, details.recommender)
        if last and (last.file_sha256, last.details) == (digest, said) and last.file:
            return last.id, True
        id = office.salt()[:ID_LENGTH]
        row = {"id": id, "recommender": details.recommender, "details": said}
        sealed = office.seal.closed({"file": base64.b64encode(file).decode()})
        values = {"file": sealed, "file_sha256": digest, "said_by": said_by, "at": office.now()}
        connection.execute(table.insert().values(**row, **values))
    return id, False


def upload_of(connection: Connection, office: Office, id: str, recommender: str) -> Upload:
    """An upload of this recommender; raises NoSuchCampaign."""
    mine = (table.c.id == id) & (table.c.recommender == recommender)
    row = connection.execute(select(table).where(mine)).first()
    if row is None or row.at < office.now() - KEPT_SECONDS:
        raise NoSuchCampaign(GONE)
    return _upload(row, office)


def surveys_of_list(connection: Connection, recommender: str, frame_sha256: str) -> list[str]:
    """The recommender's surveys that were made on the very same firms."""
    same = (campaign.c.recommender == recommender) & (campaign.c.frame_sha256 == frame_sha256)
    query = select(campaign.c.id).where(same).order_by(campaign.c.created_at)
    return list(connection.execute(query).scalars())


def freeze_upload(office: Office, upload: Upload) -> str:
    """Make a survey of an uploaded list, once: of two at the same time one is refused."""
    ready = prepared(upload.details, upload.file)
    with office.database.write() as connection:
        open_ = (table.c.id == upload.id) & table.c.campaign.is_(None)
        if not connection.execute(table.update().where(open_).values(file="")).rowcount:
            raise WrongStep("这份名单已经定稿，不用再定一次。")
        number = add_survey(connection, office, ready)
        connection.execute(table.update().where(table.c.id == upload.id).values(campaign=number))
    return number


def _forget_old(connection: Connection, office: Office) -> None:
    old = table.c.at < office.now() - KEPT_SECONDS
    connection.execute(table.delete().where(old))


def _last(connection: Connection, recommender: str) -> Row | None:
    query = select(table).where(table.c.recommender == recommender)
    return connection.execute(query.order_by(table.c.at.desc()).limit(1)).first()


def _upload(row: Row, office: Office) -> Upload:
    said = json.loads(row.details)
    details = Details(**{**said, "affiliates": tuple(said["affiliates"])})
    file = b""
    if row.file:
        file = base64.b64decode(office.seal.opened(row.file)["file"])
    return Upload(row.id, details, file, row.said_by, row.at, row.campaign or "")
